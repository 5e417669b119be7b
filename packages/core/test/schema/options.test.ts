import { AUTH_SCHEMA_VERSION, type AuthError, authSchemaSql, authSchemaStatements } from '@rowauth/core'
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
    expect(AUTH_SCHEMA_VERSION).toBe(1)
    expect(authSchemaStatements().at(-1)).toContain(
      "comment on schema auth is 'rowauth auth schema, version 1, application'",
    )
  })

  test('does not exist yet for verification by the database', () => {
    const failed = expect.objectContaining({ code: 'unsupported', status: 500 } satisfies Partial<AuthError>)
    expect(() => authSchemaSql({ verification: 'database' })).toThrow(failed)
    expect(() => authSchemaStatements({ verification: 'database' })).toThrow(failed)
    expect(() => authSchemaSql(JSON.parse('{"verification":"databse"}'))).toThrow(TypeError)
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
