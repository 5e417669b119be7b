import { eq } from 'drizzle-orm'
import { db, pool } from '../db.js'
import { todos } from '../schema.js'
import type { Chapter, Tokens } from './chapter.js'

/** Ways to run several statements in one transaction, and what the usual one costs for a single statement. */
export function severalStatements({ bob }: Tokens): Chapter {
  const batch = async () => {
    // #region batch
    const asBob = db.$withAuth(bob)
    const [inserted, [published], count] = await asBob.batch([
      asBob.insert(todos).values({ title: 'paint the fence' }).returning(),
      asBob.update(todos).set({ published: true }).where(eq(todos.title, 'paint the fence')).returning(),
      asBob.$count(todos),
    ])
    // #endregion batch
    return `${inserted.length} added, ${published?.published ? 'published' : 'not published'}, has ${count}`
  }

  const transaction = async () => {
    // #region transaction
    const left = await db.$withAuth(bob).transaction(async (tx) => {
      await tx.delete(todos).where(eq(todos.title, 'paint the fence'))
      return await tx.select().from(todos).orderBy(todos.id)
    })
    // #endregion transaction
    return left
  }

  const byHand = async () => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      await client.query("select set_config('request.jwt.claims', $1, true)", ['{"sub":"bob"}'])
      await client.query('set local role authenticated')
      const { rows } = await client.query('select title from todos order by id')
      await client.query('commit')
      return rows
    } finally {
      client.release()
    }
  }

  return {
    title: 'Several statements in one transaction',
    steps: [
      {
        who: 'bob',
        call: 'batch of 3',
        run: batch,
        expected: '1 added, published, has 3',
        roundTrips: 1,
      },
      {
        who: 'bob',
        call: 'transaction of 2',
        run: transaction,
        expected: 'mow the lawn, plan the fair',
        roundTrips: 3,
      },
      {
        who: 'without rowauth',
        call: 'one select, wrapped by hand',
        run: byHand,
        expected: 'mow the lawn, plan the fair',
        roundTrips: 5,
      },
    ],
  }
}
