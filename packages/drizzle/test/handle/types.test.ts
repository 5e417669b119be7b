import { type AuthSession, anonymousSession, trustClaims } from '@rowauth/core'
import { type AuthDatabase, type BatchResults, withAuth } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { describe, expectTypeOf, it } from 'vitest'
import { accounts, notes, todos } from '../support/todo-database.js'

type Todo = typeof todos.$inferSelect
type Note = typeof notes.$inferSelect

/** Never called: only its types are looked at. */
async function shapes() {
  const plain = drizzle({ client: new pg.Pool() })
  const db = withAuth(plain)
  const handle = db.$withAuth(anonymousSession)
  return { plain, db, handle }
}
type Shapes = Awaited<ReturnType<typeof shapes>>
declare const never: Shapes
const looked = (_: (shapes: Shapes) => unknown) => undefined

describe('types of a handle', () => {
  it('rows, joins, returning', () => {
    looked(({ handle }) => {
      expectTypeOf(handle.select().from(todos)).resolves.toEqualTypeOf<Todo[]>()
      const joined = handle.select().from(todos).leftJoin(notes, eq(notes.todoId, todos.id))
      expectTypeOf(joined).resolves.toEqualTypeOf<{ todos: Todo; notes: Note | null }[]>()
      const inner = handle
        .select({ title: todos.title, body: notes.body })
        .from(todos)
        .innerJoin(notes, sql`true`)
      expectTypeOf(inner).resolves.toEqualTypeOf<{ title: string; body: string }[]>()
      const inserted = handle.insert(todos).values({ title: 'x', userId: 'y' }).returning()
      expectTypeOf(inserted).resolves.toEqualTypeOf<Todo[]>()
      expectTypeOf(handle.delete(todos).returning({ id: todos.id })).resolves.toEqualTypeOf<
        { id: number }[]
      >()
      expectTypeOf(handle.$count(accounts)).resolves.toEqualTypeOf<number>()
      const prepared = handle.select().from(todos).prepare('typed')
      expectTypeOf(prepared.execute()).resolves.toEqualTypeOf<Todo[]>()
      // @ts-expect-error a column that is not there
      handle.insert(todos).values({ titel: 'x' })
    })
  })

  it('a batch is a tuple of its results', () => {
    looked(({ handle }) => {
      const prepared = handle.select({ id: todos.id }).from(todos).prepare('typed')
      const batch = handle.batch([handle.select().from(todos), handle.$count(todos), prepared])
      expectTypeOf(batch).resolves.toEqualTypeOf<[Todo[], number, { id: number }[]]>()
      expectTypeOf(handle.batch([])).resolves.toEqualTypeOf<[]>()
      const many = [1, 2].map(() => handle.select().from(todos))
      expectTypeOf(handle.batch(many)).resolves.toEqualTypeOf<Todo[][]>()
      expectTypeOf<BatchResults<readonly [Promise<1>, Promise<'two'>]>>().toEqualTypeOf<[1, 'two']>()
      // @ts-expect-error an isolation level that there is not
      void handle.batch([], { isolationLevel: 'none' })
      // @ts-expect-error SQL is no query
      void handle.batch([sql`select 1`])
    })
  })

  it('a transaction gives what its callback gives', () => {
    looked(({ handle, plain }) => {
      const rows = handle.transaction(async (tx) => {
        expectTypeOf(tx).not.toHaveProperty('$client')
        expectTypeOf(tx).not.toHaveProperty('$withAuth')
        return tx.transaction(async (nested) => nested.select({ id: todos.id }).from(todos))
      })
      expectTypeOf(rows).resolves.toEqualTypeOf<{ id: number }[]>()
      expectTypeOf(handle.transaction(async () => 'x' as const)).resolves.toEqualTypeOf<'x'>()
      expectTypeOf(handle.transaction).toEqualTypeOf(plain.transaction)
    })
  })

  it('has what is authenticated and nothing else', () => {
    expectTypeOf<AuthDatabase<Shapes['plain']>>().toEqualTypeOf<Shapes['handle']>()
    expectTypeOf<Shapes['handle']>().not.toBeAny()
    expectTypeOf<Shapes['handle']>().not.toHaveProperty('$client')
    expectTypeOf<Shapes['handle']>().not.toHaveProperty('$withAuth')
    expectTypeOf<Shapes['handle']>().not.toHaveProperty('session')
    expectTypeOf<Exclude<keyof Shapes['handle'], 'tagged'>>().toEqualTypeOf<
      | ('select' | 'selectDistinct' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'with' | '$with')
      | (
          | '$count'
          | '$cache'
          | 'query'
          | 'execute'
          | 'refreshMaterializedView'
          | 'transaction'
          | 'batch'
          | '_'
        )
    >()
  })

  it('$withAuth takes no undefined, no number, no object that is not a session', () => {
    looked(({ db }) => {
      expectTypeOf(db.$withAuth)
        .parameter(0)
        .toEqualTypeOf<string | AuthSession | null | (() => string | null | Promise<string | null>)>()
      // @ts-expect-error nobody
      db.$withAuth(undefined)
      // @ts-expect-error no token
      db.$withAuth(7)
      // @ts-expect-error a function gives a token or null
      db.$withAuth(() => undefined)
      // @ts-expect-error or a session, but not from a function
      db.$withAuth(() => trustClaims({}))
      // @ts-expect-error a list is a list
      withAuth(never.plain, { roles: { claim: 'role', allowed: 'editor' } })
    })
  })
})
