import { anonymousRole, authenticatedRole, crudPolicy, ownedBy } from '@rowauth/drizzle'
import { and, eq, exists, type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  getTableConfig,
  PgDialect,
  type PgPolicy,
  pgRole,
  pgTable,
  QueryBuilder,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'

const dialect = new PgDialect()

const members = pgTable('members', { userId: text('user_id'), todoId: text('todo_id') })

type Columns = Record<'id' | 'userId' | 'visibility' | 'done' | 'due', AnyPgColumn>

/** The policies of a table, as drizzle-kit sees them. */
function policiesOf(build: (table: Columns) => (PgPolicy | PgPolicy[])[]) {
  const todos = pgTable(
    'todos',
    {
      id: text(),
      userId: text('user_id'),
      visibility: text(),
      done: boolean(),
      due: timestamp({ withTimezone: true }),
    },
    (table) => build(table).flat(),
  )
  const read = () => getTableConfig(todos).policies
  expect(read().map(({ name }) => name)).toEqual(read().map(({ name }) => name))
  return read().map(({ name, as, for: command, to, using, withCheck }) => ({
    name,
    as,
    command,
    to,
    using: render(using),
    check: render(withCheck),
  }))
}

function render(expression: SQL | undefined): string | undefined {
  if (expression === undefined) return undefined
  const { sql: text, params } = dialect.sqlToQuery(expression)
  expect(params).toEqual([])
  return text
}

const names = (build: (table: Columns) => (PgPolicy | PgPolicy[])[]) =>
  policiesOf(build).map(({ name }) => name)

describe('crudPolicy', () => {
  test('makes a policy per command, each with the clauses that it takes', () => {
    const mine = '(select auth.user_id()) = "todos"."user_id"'
    expect(
      policiesOf((t) => [
        crudPolicy({ role: authenticatedRole, read: eq(t.visibility, "pub'lic"), modify: ownedBy(t.userId) }),
      ]),
    ).toMatchObject([
      { command: 'select', using: `"todos"."visibility" = 'pub''lic'`, check: undefined },
      { command: 'insert', using: undefined, check: mine },
      { command: 'update', using: mine, check: mine },
      { command: 'delete', using: mine, check: undefined },
    ])
  })

  test('lets a command have its own condition, or none', () => {
    expect(
      policiesOf((t) => [
        crudPolicy({
          role: 'editor',
          read: true,
          modify: ownedBy(t.userId),
          insert: true,
          update: { using: true, check: false },
          delete: null,
        }),
      ]),
    ).toMatchObject([
      { command: 'select', using: 'true' },
      { command: 'insert', check: 'true' },
      { command: 'update', using: 'true', check: 'false' },
    ])
    expect(names(() => [crudPolicy({ role: 'editor', read: true })])).toHaveLength(1)
    expect(
      names(() => [crudPolicy({ role: 'editor', read: null, modify: true, insert: null })]),
    ).toHaveLength(2)
    expect(names((t) => [crudPolicy({ role: 'editor', read: and(ownedBy(t.userId)) })])).toHaveLength(1)
  })

  test('turns values into literals, nested queries included, and leaves the given expression alone', () => {
    const query = new QueryBuilder()
    const due = new Date('2026-01-02T03:04:05.678Z')
    let given: SQL | undefined
    const [select, insert] = policiesOf((t) => {
      given = and(eq(t.done, false), eq(t.due, due))
      const shared = query.select({ one: sql`1` }).from(members).where(eq(members.userId, "o'brien"))
      return [crudPolicy({ role: 'editor', read: given, insert: exists(shared) })]
    })
    expect(select?.using).toMatch(/"done" = false/)
    expect(select?.using).toContain(`"due" = '2026-01-02T03:04:05.678Z'`)
    expect(insert?.check).toContain(`"members"."user_id" = 'o''brien'`)
    expect(dialect.sqlToQuery(given as SQL).params).toHaveLength(2)
  })

  test('passes roles on as they are given', () => {
    const editor = pgRole('editor')
    const to = (role: Parameters<typeof crudPolicy>[0]['role']) => crudPolicy({ role, read: true })[0]?.to
    expect(to(editor)).toBe(editor)
    expect(to('editor')).toBe('editor')
    expect(to([editor, 'viewer'] as const)).toEqual([editor, 'viewer'])
  })

  test('is permissive unless told otherwise', () => {
    const as = (kind?: 'permissive' | 'restrictive') => crudPolicy({ role: 'a', read: true, as: kind })[0]?.as
    expect([as(), as('permissive'), as('restrictive')]).toEqual(['permissive', 'permissive', 'restrictive'])
  })

  test.each([
    ['no role, as after a circular import', { role: undefined, read: true }],
    ['an empty list of roles', { role: [], read: true }],
    ['an undefined role in a list', { role: ['a', undefined], read: true }],
    ['an empty role name', { role: '', read: true }],
    ['nothing to allow', { role: 'a', read: null }],
    ['nothing at all', { role: 'a' }],
    ['a condition in quotes', { role: 'a', read: 'true' }],
    ['a number', { role: 'a', read: true, modify: 1 }],
    ['a function', { role: 'a', read: () => sql`true` }],
    ['an update without check', { role: 'a', read: true, update: { using: true } }],
    ['an update without using', { role: 'a', read: true, update: { check: true } }],
    ['a null within an update', { role: 'a', read: true, update: { using: true, check: null } }],
    ['a placeholder', { role: 'a', read: sql`${sql.placeholder('id')} = 1` }],
    ['a bare date', { role: 'a', read: sql`now() > ${new Date()}` }],
    ['a list of objects', { role: 'a', read: sql`x = ${sql.param([{ a: 1 }])}` }],
    ['a bare NaN', { role: 'a', read: sql`x = ${Number.NaN}` }],
    ['an unknown kind', { role: 'a', read: true, as: 'restricted' }],
    ['an empty name', { role: 'a', read: true, name: '' }],
    ['a lost condition', { role: 'a', read: and() }],
    ['a lost restriction', { role: 'a', as: 'restrictive', read: and(), modify: true }],
    ['a lost exception', { role: 'a', read: true, modify: true, delete: undefined }],
    ['a lost rule of modify', { role: 'a', read: true, modify: undefined }],
  ])('refuses %s', (_what, options) => {
    expect(() => crudPolicy(options as never)).toThrow(TypeError)
  })
})

describe('policy names', () => {
  test('tell kind, role and command', () => {
    expect(
      names((t) => [crudPolicy({ role: authenticatedRole, read: ownedBy(t.userId), modify: true })]),
    ).toEqual([
      'allow_authenticated_select',
      'allow_authenticated_insert',
      'allow_authenticated_update',
      'allow_authenticated_delete',
    ])
    expect(
      names((t) => [
        crudPolicy({ role: ['b', authenticatedRole], read: ownedBy(t.userId), as: 'restrictive' }),
      ]),
    ).toEqual(['restrict_authenticated_b_select'])
    expect(names(() => [crudPolicy({ role: anonymousRole, read: true, modify: false })])).toEqual([
      'allow_anonymous_select',
      'allow_anonymous_insert',
      'allow_anonymous_update',
      'allow_anonymous_delete',
    ])
    expect(names(() => [crudPolicy({ role: 'a', read: true, delete: true, name: 'todos of mine' })])).toEqual(
      ['todos of mine_select', 'todos of mine_delete'],
    )
  })

  test('say nothing of conditions and order, so that drizzle-kit alters a policy in place', () => {
    const role = authenticatedRole
    const mine = (t: Columns) => crudPolicy({ role, read: ownedBy(t.userId), modify: ownedBy(t.userId) })
    const listed = (t: Columns) => crudPolicy({ role, name: 'listed', read: eq(t.visibility, 'listed') })
    const every = [...names((t) => [mine(t)]), ...names((t) => [listed(t)])]
    expect(names((t) => [mine(t), listed(t)])).toEqual(every)
    expect(new Set(names((t) => [listed(t), mine(t)]))).toEqual(new Set(every))
    for (const read of [true, false, sql`auth.uid() is not null`]) {
      expect(names(() => [crudPolicy({ role, read, modify: read })])).toEqual(names((t) => [mine(t)]))
    }
  })

  test('are refused where two definitions of one table share one', () => {
    const role = 'a'
    const definitions: [string, (t: Columns) => PgPolicy[], (t: Columns) => PgPolicy[]][] = [
      [
        'of the same roles',
        (t) => crudPolicy({ role, read: ownedBy(t.userId) }),
        (t) => crudPolicy({ role, read: eq(t.done, true) }),
      ],
      [
        'of roles that read alike',
        (t) => crudPolicy({ role: ['a', 'b'], read: ownedBy(t.userId) }),
        (t) => crudPolicy({ role: 'a_b', read: ownedBy(t.userId) }),
      ],
      [
        'of the same name',
        (t) => crudPolicy({ role: 'a', name: 'x', read: ownedBy(t.userId) }),
        (t) => crudPolicy({ role: 'b', name: 'x', read: ownedBy(t.userId) }),
      ],
      [
        'where a subquery names the table',
        (t) => {
          const mine = new QueryBuilder()
            .select({ one: sql`1` })
            .from(members)
            .where(eq(members.todoId, t.id))
          return crudPolicy({ role, read: exists(mine) })
        },
        (t) => crudPolicy({ role, read: eq(t.done, true) }),
      ],
    ]
    for (const [what, one, other] of definitions) {
      expect(() => names((t) => [one(t), other(t)]), what).toThrow(/two definitions make a policy/)
    }
    const named = names((t) => [
      crudPolicy({ role, read: ownedBy(t.userId) }),
      crudPolicy({ role, read: eq(t.done, true), name: 'done' }),
      crudPolicy({ role, read: ownedBy(t.userId), as: 'restrictive' }),
      crudPolicy({ role, read: null, insert: ownedBy(t.userId) }),
    ])
    expect(named).toEqual(['allow_a_select', 'done_select', 'restrict_a_select', 'allow_a_insert'])
  })

  test('fit into the 63 bytes of an identifier and still differ', () => {
    const long = (last: string) => `${'ü'.repeat(40)}${last}`
    const all = names((t) => [
      crudPolicy({ role: long('1'), read: ownedBy(t.userId), modify: true }),
      crudPolicy({ role: long('2'), read: ownedBy(t.userId), modify: true }),
      crudPolicy({ role: 'a', name: long('3'), read: true, modify: true }),
      crudPolicy({ role: 'a', name: long('4'), read: true, modify: true }),
      crudPolicy({ role: 'a', name: '🙂'.repeat(30), read: true, modify: true }),
    ])
    for (const name of all) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63)
      expect(name).not.toMatch(/\p{Surrogate}/u)
    }
    expect(new Set(all).size).toBe(20)
  })
})
