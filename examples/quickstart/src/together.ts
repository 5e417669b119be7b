// #region together
import type { AuthQueries } from '@rowauth/drizzle'
import { desc, eq } from 'drizzle-orm'
import { db } from './db.js'
import { todos } from './schema.js'

export async function publish(token: string, title: string) {
  const mine = db.$withAuth(token)
  const [added, published, count] = await mine.batch([
    mine.insert(todos).values({ title }).returning(),
    mine.update(todos).set({ published: true }).where(eq(todos.title, title)).returning(),
    mine.$count(todos),
  ])
  return { added, published, count }
}

/** Takes a handle, and the `tx` of its transactions; not the database itself. */
async function latestOf(queries: AuthQueries<typeof db>) {
  const [latest] = await queries.select().from(todos).orderBy(desc(todos.id)).limit(1)
  return latest
}

export async function removeLatest(token: string) {
  return await db.$withAuth(token).transaction(async (tx) => {
    const latest = await latestOf(tx)
    if (latest) await tx.delete(todos).where(eq(todos.id, latest.id))
    return latest
  })
}
// #endregion together
