import { type Claims, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
  // A second role to choose from; it comes and goes with the login role.
  await database.owner.query(
    `do $$ begin create role author; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await database.owner.query('grant usage on schema auth to author')
  const login = new URL(database.url).username
  await database.owner.query(`grant author to ${login}`)
})
afterAll(() => database?.close())

const role = sql`select current_user as role`
const open = (roles: object) => withAuth(drizzle({ client: database.pool }), { roles })
const roleOf = async (claims: Claims, roles: object) =>
  rowsOf(await open(roles).$withAuth(trustClaims(claims)).execute(role))[0]?.role
const refusal = async (claims: Claims, roles: object) =>
  roleOf(claims, roles).then(
    (taken) => ({ taken }),
    (error: unknown) => error,
  )

const allowed = ['editor', 'author']

describe('a role from what a provider sends', () => {
  it.each<[string, string | string[], Claims]>([
    [
      'Keycloak, of the realm',
      ['realm_access', 'roles'],
      { realm_access: { roles: ['offline_access', 'editor', 'uma_authorization'] } },
    ],
    [
      'Keycloak, of a client',
      ['resource_access', 'my-app', 'roles'],
      { resource_access: { 'my-app': { roles: ['editor'] }, account: { roles: ['manage-account'] } } },
    ],
    ['Cognito', 'cognito:groups', { 'cognito:groups': ['us-east-1_AbC_Google', 'editor'] }],
    ['Entra', 'roles', { roles: ['Task.Read', 'editor'], tid: 'x' }],
    ['WorkOS, permissions', 'permissions', { permissions: ['posts:read', 'editor'] }],
    ['WorkOS, the role', 'role', { org_id: 'org_1', role: 'editor' }],
    ['Auth0', 'https://example.com/roles', { 'https://example.com/roles': ['editor'] }],
    [
      'ZITADEL',
      'urn:zitadel:iam:org:project:roles',
      {
        'urn:zitadel:iam:org:project:roles': { reader: { '1': 'a.example' }, editor: { '1': 'a.example' } },
      },
    ],
    ['Supabase, app_metadata', ['app_metadata', 'roles'], { app_metadata: { roles: ['editor'] } }],
  ])('%s', async (_, claim, claims) => {
    expect(await roleOf({ sub: 'a', ...claims }, { claim, allowed })).toBe('editor')
    // Who has none of them is a user as any other.
    expect(await roleOf({ sub: 'a' }, { claim, allowed })).toBe('authenticated')
  })

  it('of a list it is the first of `allowed`, in whatever order the list is', async () => {
    for (const roles of [
      ['editor', 'author'],
      ['author', 'editor'],
    ]) {
      expect(await roleOf({ roles }, { claim: 'roles', allowed: ['editor', 'author'] })).toBe('editor')
      expect(await roleOf({ roles }, { claim: 'roles', allowed: ['author', 'editor'] })).toBe('author')
    }
    expect(await roleOf({ roles: { author: {}, editor: {} } }, { claim: 'roles', allowed })).toBe('editor')
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['the default role', 'authenticated'],
    ['an empty list', []],
    ['a list of others', ['postgres', 'service_role', 'none', '']],
    ['a list with the default role first', ['authenticated', 'postgres']],
    ['elements that are no names', [7, null, true, ['editor'], { editor: true }, 'EDITOR', 'editor ']],
    ['an empty object', {}],
    ['an object of others', { postgres: {}, none: {} }],
    ['an object that denies', { editor: false, author: null }],
    ['a position', { 0: 'editor' }],
  ])('%s means the default role', async (_, roles) => {
    expect(await roleOf({ sub: 'a', roles }, { claim: 'roles', allowed })).toBe('authenticated')
  })

  it('the default role wins nothing: `authenticated` in a list leaves the others', async () => {
    const named = { claim: 'roles', allowed }
    expect(await roleOf({ roles: ['authenticated', 'author'] }, named)).toBe('author')
    expect(await roleOf({ roles: ['authenticated'] }, { ...named, authenticated: 'editor' })).toBe('editor')
  })

  it('`authenticated`, and the default role by its own name, are the default role, however it is called', async () => {
    const roles = { claim: 'role', allowed: ['author'], authenticated: 'editor' }
    expect(await roleOf({ role: 'authenticated' }, roles)).toBe('editor')
    expect(await roleOf({ role: 'editor' }, roles)).toBe('editor')
    expect(await roleOf({ role: 'author' }, roles)).toBe('author')
    // On the list it is meant.
    const listed = { claim: 'role', allowed: ['authenticated'], authenticated: 'editor' }
    expect(await roleOf({ role: 'authenticated' }, listed)).toBe('authenticated')
  })

  it('an object has the names that are its own', async () => {
    const roles = { claim: 'roles', allowed: ['constructor', 'toString', '__proto__'] }
    expect(await roleOf({ roles: { a: {} } }, roles)).toBe('authenticated')
    expect(await roleOf({ roles: [] }, roles)).toBe('authenticated')
  })
})

describe('role_not_allowed', () => {
  it.each<[string, unknown]>([
    ['a single name off the list', 'se-cret'],
    ['another case', 'Editor'],
    ['the empty string', ''],
    ['none', 'none'],
    ['the role of visitors', 'anonymous'],
    ['a number', 4711],
    ['true', true],
    ['false', false],
  ])('%s is refused, and the message says where it stood and what may', async (_, value) => {
    const error = await refusal({ sub: 'a', role: value }, { claim: 'role', allowed })
    expect(error).toMatchObject({ code: 'role_not_allowed', status: 403 })
    const { message } = error as Error
    expect(message).toContain('claim "role"')
    expect(message).toContain('"editor", "author"')
    expect(message).not.toContain('se-cret')
    expect(message).not.toContain('4711')
  })

  it('names the path of a nested claim', async () => {
    const roles = { claim: ['https://a.example/x', 'role'], allowed }
    const error = await refusal({ 'https://a.example/x': { role: 'se-cret' } }, roles)
    expect((error as Error).message).toContain('claim ["https://a.example/x","role"]')
  })

  it('names the session where its own role is refused', async () => {
    const own = (name: string) =>
      Promise.resolve(
        open({ claim: 'role', allowed })
          .$withAuth(trustClaims({ role: 'editor' }, { role: name }))
          .execute(role),
      )
    await expect(own('postgres')).rejects.toMatchObject({
      code: 'role_not_allowed',
      message: expect.stringContaining('trustClaims'),
    })
    expect(rowsOf(await own('author'))).toEqual([{ role: 'author' }])
    // What a session gets anyway need not be listed.
    expect(rowsOf(await own('authenticated'))).toEqual([{ role: 'authenticated' }])
  })
})
