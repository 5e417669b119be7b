import { AUTH_SCHEMA_VERSION } from './auth-schema-version.js'
import { defaultNames } from './default-names.js'
import { fillSql } from './fill-sql.js'
import type { ResolvedSchemaOptions } from './options.js'

const plain: ReadonlySet<string> = new Set(Object.values(defaultNames))

/** A statement of the auth schema under these names, in this version. */
export function fillPlaceholders(template: string, options: ResolvedSchemaOptions): string {
  const { schema: auth, authenticated, anonymous, authenticator, verification } = options
  const mark = `rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, ${verification}`
  return fillSql(template, {
    texts: { auth, authenticated, anonymous, authenticator, verification, mark },
    parts: { version: String(AUTH_SCHEMA_VERSION) },
    plain,
  })
}
