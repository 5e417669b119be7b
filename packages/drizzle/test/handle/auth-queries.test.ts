import { trustClaims } from '@rowauth/core'
import { type AuthQueries, withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest'
import { rowsOf, startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
})
afterAll(() => database?.close())

const open = () => withAuth(drizzle({ client: database.pool }))
type Database = ReturnType<typeof open>

/** What users write: a function that is called with a handle and within a transaction. */
const titles = async (db: AuthQueries<Database>) =>
  (await db.select({ title: todos.title }).from(todos).orderBy(todos.id)).map(({ title }) => title)

/** What libraries write: a function that takes Drizzle's own type. */
const count = (db: NodePgDatabase) => db.$count(todos)

describe('AuthQueries', () => {
  it('is the type of a handle, of its transaction, and of a savepoint', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'alice' }))
    expect(await titles(db)).toEqual(['a1', 'a2'])
    await db.transaction(async (tx) => {
      expect(await titles(tx)).toEqual(['a1', 'a2'])
      await tx.transaction(async (nested) => expect(await titles(nested)).toEqual(['a1', 'a2']))
    })
  })

  it('so is Drizzle’s own type of the database', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'alice' }))
    expect(await count(db)).toBe(2)
    expect(await db.transaction((tx) => count(tx))).toBe(2)
    const passedOn = (own: AuthQueries<Database>) => count(own)
    expect(await passedOn(db)).toBe(2)
  })

  it('what Drizzle’s type promises is there, over the session of the user', async () => {
    const db = open().$withAuth(trustClaims({ sub: 'alice' }))
    const own: NodePgDatabase = db
    const { session } = own._ as unknown as { session: { execute(query: unknown): Promise<unknown> } }
    const result = await session.execute(sql`select auth.user_id() as id, current_user as role`)
    expect(rowsOf(result)).toEqual([{ id: 'alice', role: 'authenticated' }])
    expect(Reflect.has(own, '$client')).toBe(false)
  })

  it('takes the primary and the replicas of a handle, and the handle over them', async () => {
    const plain = () => drizzle({ client: database.pool })
    const db = withAuth(withReplicas(plain(), [plain()])).$withAuth(trustClaims({ sub: 'bob' }))
    const read = async (handle: AuthQueries<Database>) => expect(await titles(handle)).toEqual(['b1'])
    for (const handle of [db, db.$primary, ...db.$replicas]) await read(handle)
    expect(await count(db)).toBe(1)
  })

  it('does not take the database itself, whose queries run as the login role', () => {
    const looked = (_: () => unknown) => undefined
    looked(() => {
      // @ts-expect-error the wrapped database
      titles(open())
      // @ts-expect-error the plain one
      return titles(drizzle({ client: database.pool }))
    })
    expectTypeOf<AuthQueries<Database>>().not.toBeAny()
    expectTypeOf<AuthQueries<Database>>().not.toHaveProperty('batch')
    expectTypeOf<AuthQueries<Database>>().not.toHaveProperty('$withAuth')
    expectTypeOf<AuthQueries<Database>['$client']>().toEqualTypeOf<undefined>()
    expectTypeOf<Database['$client']>().toEqualTypeOf<pg.Pool>()
  })
})
