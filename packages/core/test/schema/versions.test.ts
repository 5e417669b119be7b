import { createHash } from 'node:crypto'
import { AUTH_SCHEMA_VERSION, authSchemaSql } from '@rowauth/core'
import { schemaMoveStatements, schemaStateStatements } from '@rowauth/core/internal'
import { expect, test } from 'vitest'

/** SHA-256 of the scripts of each version (of version 1 that of application mode, the only one): an entry is never changed, a change of the SQL adds one. */
const scripts: Readonly<Record<number, string>> = {
  1: '6aa1c081ef291c5f6f5a4ef0c74daf3da60380d29108ff2136dfb367ab6523b0',
  2: '7f1b42c6a6034c0747184da7014cc3f1ba8b4422080a8c5351f13535520803e2',
}

test('the SQL of a version does not change: with other SQL raise AUTH_SCHEMA_VERSION and add its hash', () => {
  const roles = { authenticated: 'member', anonymous: 'a "visitor"', authenticator: "o'web" }
  const names = { schema: 'app auth', roles }
  const states = (['application', 'transition', 'database'] as const).flatMap((verification) => [
    ...schemaStateStatements({ verification }),
    ...schemaMoveStatements({ verification }),
    ...schemaStateStatements({ ...names, verification }),
    ...schemaMoveStatements({ ...names, verification }),
  ])
  const script = authSchemaSql() + authSchemaSql(names) + states.join('\n')
  expect(createHash('sha256').update(script).digest('hex')).toBe(scripts[AUTH_SCHEMA_VERSION])
})

test('every version up to this one has its hash, and no two the same', () => {
  const versions = Array.from({ length: AUTH_SCHEMA_VERSION }, (_, index) => String(index + 1))
  expect(Object.keys(scripts)).toEqual(versions)
  expect(new Set(Object.values(scripts)).size).toBe(versions.length)
})
