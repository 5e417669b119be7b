// #region together
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

export async function removeLatest(token: string) {
  return await db.$withAuth(token).transaction(async (tx) => {
    const [latest] = await tx.select().from(todos).orderBy(desc(todos.id)).limit(1)
    if (latest) await tx.delete(todos).where(eq(todos.id, latest.id))
    return latest
  })
}
// #endregion together
