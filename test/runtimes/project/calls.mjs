/** What an application does with each client. Nothing here is Node's: Workers run it, too. */
import { AuthError } from '@rowauth/core'
import { TransactionRollbackError } from 'drizzle-orm'
import { bigint, pgTable, text } from 'drizzle-orm/pg-core'

/** By their text: Jest runs tests in a realm of their own, and what `fetch` gives has another's prototypes. */
function same(actual, expected) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (found !== wanted) throw new Error(`${found} is not ${wanted}.`)
}

async function refused(promise, isExpected) {
  const error = await promise.then(
    () => new Error('Nothing was refused.'),
    (reason) => reason,
  )
  if (!isExpected(error)) throw error
}

const todos = pgTable('todos', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id').notNull(),
  title: text('title').notNull(),
})

const calls = {
  async select(db, tokens) {
    const titles = async (token) => {
      const rows = await db.$withAuth(token).select({ title: todos.title }).from(todos).orderBy(todos.id)
      return rows.map(({ title }) => title)
    }
    same(await titles(tokens.alice), ['a1', 'a2'])
    same(await titles(tokens.bob), ['b1'])
    same(await titles(null), ['public'])
    const forged = `${tokens.alice.slice(0, -4)}AAAA`
    await refused(titles(forged), (error) => error instanceof AuthError && error.status === 401)
  },

  async batch(db, tokens) {
    const mine = db.$withAuth(tokens.alice)
    const [rows, count] = await mine.batch([
      mine.select({ title: todos.title }).from(todos).orderBy(todos.id),
      mine.$count(todos),
    ])
    same([rows, count], [[{ title: 'a1' }, { title: 'a2' }], 2])
  },

  async transaction(db, tokens) {
    const mine = db.$withAuth(tokens.alice)
    const undone = mine.transaction(async (tx) => {
      await tx.insert(todos).values({ userId: 'alice', title: 'a3' })
      same(await tx.$count(todos), 3)
      tx.rollback()
    })
    await refused(undone, (error) => error instanceof TransactionRollbackError)
    same(await mine.$count(todos), 2)
  },
}

/** What came of each call: `works`, the code of a refusal, or the error. */
export async function outcomes(db, tokens) {
  const result = {}
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call(db, tokens)
      result[name] = 'works'
    } catch (error) {
      result[name] = error instanceof AuthError ? error.code : `${error.stack}\n${error.cause?.stack ?? ''}`
    }
  }
  return result
}
