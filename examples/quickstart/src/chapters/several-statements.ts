import { pool } from '../db.js'
import { publish, removeLatest } from '../together.js'
import type { Chapter, Tokens } from './chapter.js'

/** Ways to run several statements in one transaction, and what the usual one costs for a single statement. */
export function severalStatements({ bob }: Tokens): Chapter {
  const batch = async () => {
    const { added, published, count } = await publish(bob, 'paint the fence')
    return `${added.length} added, ${published.length} published, has ${count}`
  }

  const transaction = async () => [await removeLatest(bob)]

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
        expected: '1 added, 1 published, has 3',
        roundTrips: 1,
      },
      {
        who: 'bob',
        call: 'transaction of 2',
        run: transaction,
        expected: 'paint the fence',
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
