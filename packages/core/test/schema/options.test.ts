import { AUTH_SCHEMA_VERSION, authSchemaSql, authSchemaStatements } from '@rowauth/core'
import { describe, expect, test } from 'vitest'

describe('the script', () => {
  test('is its statements, each whole', () => {
    const statements = authSchemaStatements()
    expect(authSchemaSql()).toBe(`${statements.join('\n\n')}\n`)
    for (const statement of statements) {
      expect(statement).toMatch(/;$/)
      expect(statement.split('$rowauth$').length % 2).toBe(1)
      expect(statement).not.toContain('statement-breakpoint')
    }
  })

  test('names things plainly', () => {
    expect(authSchemaSql()).toContain('create or replace function auth.user_id() returns')
    expect(authSchemaSql()).toContain('grant usage on schema auth to authenticated, anonymous;')
    expect(authSchemaSql()).not.toMatch(/:["']\w/)
    expect(authSchemaSql({ schema: 'app', roles: { anonymous: 'guest' } })).toContain(
      'grant usage on schema "app" to authenticated, "guest";',
    )
  })

  test('carries its version', () => {
    expect(AUTH_SCHEMA_VERSION).toBe(2)
    expect(authSchemaStatements().at(-1)).toContain(
      "comment on schema auth is 'rowauth auth schema, version 2, application'",
    )
  })

  test('is another one for verification by the database', () => {
    expect(authSchemaStatements({ verification: 'database' }).at(-1)).toContain(
      "comment on schema auth is 'rowauth auth schema, version 2, database'",
    )
    expect(authSchemaSql({ verification: 'database' })).toContain(
      'create or replace function auth.open_session',
    )
    expect(authSchemaSql({ verification: 'database' })).not.toMatch(/:["']\w|^ *:\w/m)
    expect(authSchemaSql({ verification: 'application' })).toBe(authSchemaSql())
  })

  test.each(['databse', 'transition', '', null, true])('there is no verification %j', (verification) => {
    const options = JSON.parse(JSON.stringify({ verification }))
    expect(() => authSchemaSql(options)).toThrow(TypeError)
    expect(() => authSchemaStatements(options)).toThrow(TypeError)
  })
})

describe('names', () => {
  const long = 'ä'.repeat(32)
  const bad = ['', 'a\0b', 'pg_auth', 'pg_', long, `a${String.fromCharCode(0xd800)}`]

  test.each(bad)('%j is neither a schema nor a role', (name) => {
    expect(() => authSchemaSql({ schema: name })).toThrow(TypeError)
    expect(() => authSchemaSql({ roles: { authenticated: name } })).toThrow(TypeError)
    expect(() => authSchemaSql({ roles: { anonymous: name } })).toThrow(TypeError)
    expect(() => authSchemaStatements({ roles: { authenticator: name } })).toThrow(TypeError)
  })

  test.each(['none', 'public'])('%s is no role', (name) => {
    expect(() => authSchemaSql({ roles: { authenticated: name } })).toThrow(TypeError)
  })

  test.each(['[]', '{}', '7', 'true', 'null'])('%s is no name', (json) => {
    expect(() => authSchemaSql(JSON.parse(`{"schema":${json}}`))).toThrow(TypeError)
    expect(() => authSchemaSql(JSON.parse(`{"roles":{"anonymous":${json}}}`))).toThrow(TypeError)
  })

  test('the three roles are three', () => {
    expect(() => authSchemaSql({ roles: { anonymous: 'authenticated' } })).toThrow(TypeError)
    expect(() => authSchemaSql({ roles: { authenticator: 'x', authenticated: 'x' } })).toThrow(TypeError)
  })

  test('63 bytes are not too many', () => {
    expect(authSchemaSql({ schema: long.slice(1) })).toContain(`"${long.slice(1)}".user_id()`)
  })
})
