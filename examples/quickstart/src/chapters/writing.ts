import { db } from '../db.js'
import { todos } from '../schema.js'
import type { Chapter, Tokens } from './chapter.js'

/** What policies let through, and what not. */
export function writing({ alice }: Tokens): Chapter {
  const insert = (token: string | null, todo: typeof todos.$inferInsert) => () =>
    db.$withAuth(token).insert(todos).values(todo).returning({ title: todos.title })

  const publishAll = async () => {
    const { rowCount } = await db.$withAuth(alice).update(todos).set({ published: true })
    return `${rowCount} rows, all hers`
  }

  return {
    title: 'Writing',
    steps: [
      {
        who: 'alice',
        call: 'insert',
        run: insert(alice, { title: 'feed the cat' }),
        expected: 'feed the cat',
        roundTrips: 1,
      },
      {
        who: 'alice',
        call: "insert in bob's name",
        run: insert(alice, { title: 'pay alice', userId: 'bob' }),
        expected: 'refused: 42501 insufficient privilege',
        roundTrips: 1,
      },
      {
        who: 'alice',
        call: 'update without a where',
        run: publishAll,
        expected: '3 rows, all hers',
        roundTrips: 1,
      },
      {
        who: 'a visitor (null)',
        call: 'insert',
        run: insert(null, { title: 'hello' }),
        expected: 'refused: 42501 insufficient privilege',
        roundTrips: 1,
      },
    ],
  }
}
