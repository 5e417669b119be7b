import { AUTH_SCHEMA_VERSION } from './auth-schema-version.js'
import { defaultNames } from './default-names.js'
import type { ResolvedSchemaOptions } from './options.js'
import { quoteLiteral, quoteName } from './quote.js'

const plainNames: ReadonlySet<string> = new Set(Object.values(defaultNames))

/** The placeholders are those of psql: `:"auth"` is a name, `:'auth'` a string, `:version` a number. */
export function fillPlaceholders(template: string, options: ResolvedSchemaOptions): string {
  const names: Record<string, string> = {
    auth: options.schema,
    authenticated: options.authenticated,
    anonymous: options.anonymous,
    authenticator: options.authenticator,
  }
  const texts: Record<string, string> = {
    ...names,
    verification: options.verification,
    mark: `rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, ${options.verification}`,
  }
  return template.replace(/:"(\w+)"|:'(\w+)'|(?<!:):version\b/g, (placeholder, name, text) => {
    if (name === undefined && text === undefined) return String(AUTH_SCHEMA_VERSION)
    const value = name === undefined ? texts[text] : names[name]
    if (value === undefined) throw new Error(`The auth schema has no placeholder ${placeholder}.`)
    return name === undefined ? quoteLiteral(value) : quoteName(value, plainNames)
  })
}
