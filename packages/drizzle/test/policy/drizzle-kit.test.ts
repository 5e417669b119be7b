import {
  anonymousRole,
  authenticatedRole,
  authenticatorRole,
  authUserUuid,
  claim,
  crudPolicy,
  inClaim,
  ownedBy,
} from '@rowauth/drizzle'
import { and, arrayOverlaps, eq } from 'drizzle-orm'
import { boolean, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from './support/database.js'
import { type Kit, openKit } from './support/kit.js'

function schema(visibility: string) {
  const todos = pgTable(
    'todos',
    {
      id: uuid().primaryKey().defaultRandom(),
      userId: uuid('user_id').default(authUserUuid()),
      tenantId: text('tenant_id').default(claim(['o', "i'd"])),
      visibility: text(),
      done: boolean(),
      labels: text().array(),
    },
    (t) =>
      [
        crudPolicy({
          role: authenticatedRole,
          read: ownedBy(t.userId),
          modify: ownedBy(t.userId),
          update: { using: ownedBy(t.userId), check: and(ownedBy(t.userId), eq(t.done, false)) },
        }),
        crudPolicy({ role: [anonymousRole, authenticatedRole], read: eq(t.visibility, visibility) }),
        crudPolicy({ role: authenticatedRole, as: 'restrictive', read: eq(t.tenantId, claim(['o', "i'd"])) }),
        crudPolicy({ role: anonymousRole, read: null, modify: false, name: 'no visitors' }),
        crudPolicy({
          role: authenticatedRole,
          as: 'restrictive',
          name: 'lists',
          read: and(inClaim(t.userId, "o'rgs"), arrayOverlaps(t.labels, claim('labels', { as: 'text[]' }))),
        }),
        pgPolicy('admins', { to: authenticatedRole, using: claim('admin', { as: 'boolean' }) }),
      ].flat(),
  )
  return { todos, authenticatedRole, anonymousRole, authenticatorRole }
}

let database: Database
let kit: Kit

beforeAll(async () => {
  database = await openDatabase(schema("o'brien"))
  kit = await openKit()
})
afterAll(async () => {
  await kit.close()
  await database.close()
})

async function policies() {
  const { rows } = await database.client.query(
    `select policyname as name, permissive, roles::text[], cmd, qual as using, with_check as check
     from pg_policies where schemaname = 'public' order by policyname`,
  )
  return rows
}

const userIs = '(( SELECT auth.uid() AS uid) = user_id)'

describe('drizzle-kit generate', () => {
  test('writes the policies that were meant', async () => {
    const claimText = "jsonb_extract_path_text(auth.session(), VARIADIC ARRAY['o'::text, 'i''d'::text])"
    expect(await policies()).toEqual([
      {
        name: 'admins',
        permissive: 'PERMISSIVE',
        roles: ['authenticated'],
        cmd: 'ALL',
        using: expect.stringMatching(/^\( SELECT /),
        check: null,
      },
      row('allow_anonymous_authenticated_select', 'SELECT', "(visibility = 'o''brien'::text)", null, [
        'anonymous',
        'authenticated',
      ]),
      row('allow_authenticated_delete', 'DELETE', userIs, null),
      row('allow_authenticated_insert', 'INSERT', null, userIs),
      row('allow_authenticated_select', 'SELECT', userIs, null),
      row('allow_authenticated_update', 'UPDATE', userIs, `(${userIs} AND (done = false))`),
      {
        ...row('lists_select', 'SELECT', '', null),
        permissive: 'RESTRICTIVE',
        using: expect.stringMatching(
          /^\(\(user_id = ANY \(\(\s*SELECT.*'o''rgs'.*\)::uuid\[\]\)\) AND \(labels && \(\s*SELECT.*\)\)\)$/s,
        ),
      },
      row('no visitors_delete', 'DELETE', 'false', null, ['anonymous']),
      row('no visitors_insert', 'INSERT', null, 'false', ['anonymous']),
      row('no visitors_update', 'UPDATE', 'false', 'false', ['anonymous']),
      {
        ...row('restrict_authenticated_select', 'SELECT', '', null),
        permissive: 'RESTRICTIVE',
        using: `(tenant_id = ( SELECT ${claimText} AS jsonb_extract_path_text))`,
      },
    ])
    const { rows } = await database.client.query(
      "select relrowsecurity from pg_class where relname = 'todos'",
    )
    expect(rows).toEqual([{ relrowsecurity: true }])
  })

  test('neither creates nor drops the roles', async () => {
    const { statements, snapshot } = await kit.generate(schema("o'brien"))
    expect(statements.join('\n')).not.toMatch(/\brole\b/i)
    const { todos } = schema("o'brien")
    expect((await kit.generate({ todos }, snapshot)).statements).toEqual([])
  })

  test('finds nothing to do the second time', async () => {
    const { snapshot } = await kit.generate(schema("o'brien"))
    expect((await kit.generate(schema("o'brien"), snapshot)).statements).toEqual([])
  })

  test('refuses a list of claims as a column default', async () => {
    const notes = pgTable('notes', {
      labels: text()
        .array()
        .default(claim('labels', { as: 'text[]' }) as never),
    })
    await expect(kit.generate({ notes })).rejects.toThrow(/column default/)
  })

  test('alters a policy in place when its condition changes', async () => {
    const { snapshot } = await kit.generate(schema("o'brien"))
    const { statements } = await kit.generate(schema('public'), snapshot)
    expect(statements).toEqual([
      expect.stringMatching(/^ALTER POLICY "allow_anonymous_authenticated_select" ON "todos"/),
    ])
    for (const statement of statements) await database.client.query(statement)
    expect(await policies()).toContainEqual(
      row('allow_anonymous_authenticated_select', 'SELECT', "(visibility = 'public'::text)", null, [
        'anonymous',
        'authenticated',
      ]),
    )
  })
})

function row(
  name: string,
  cmd: string,
  using: string | null,
  check: string | null,
  roles: string[] = ['authenticated'],
) {
  return { name, permissive: 'PERMISSIVE', roles, cmd, using, check }
}
