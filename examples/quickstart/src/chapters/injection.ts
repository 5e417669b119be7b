import { eq, sql } from 'drizzle-orm'
import { db, pool } from '../db.js'
import { todos } from '../schema.js'
import type { Chapter, Tokens } from './chapter.js'

const attack = "'; set role postgres; select * from todos; --"

/** A user with a good token tries to become somebody else through careless application code. */
export function injection({ alice }: Tokens): Chapter {
  const asAlice = db.$withAuth(alice)

  const value = () => asAlice.select().from(todos).where(eq(todos.title, attack))
  const text = () => asAlice.execute(sql.raw(`select * from todos where title = '${attack}'`))
  const statement = () => asAlice.execute('set role postgres')
  const inTransaction = (command: string) => () =>
    asAlice.transaction(async (tx) => {
      await tx.execute(command)
      return await tx.select().from(todos)
    })

  const leftBehind = async () => {
    const { rows } = await pool.query(
      "select current_user as role, coalesce(current_setting('request.jwt.claims', true), '') as claims",
    )
    return `role ${rows[0].role}, ${rows[0].claims === '' ? 'no claims' : 'claims'}`
  }

  const refused = (call: string, run: Chapter['steps'][number]['run'], code: string, roundTrips: number) => {
    return { who: 'alice', call, run, expected: `refused: ${code}`, roundTrips }
  }
  return {
    title: 'Alice injects "set role"',
    steps: [
      { who: 'alice', call: 'as a value', run: value, expected: 'no rows', roundTrips: 1 },
      refused('glued into the SQL text', text, '42601 one statement at a time', 1),
      refused('as a statement of its own', statement, 'unsupported', 0),
      refused(
        'local, to a role of power',
        inTransaction('set local role postgres'),
        '42501 insufficient privilege',
        2,
      ),
      refused(
        'local, to the login role',
        inTransaction('set local role none'),
        '42501 insufficient privilege',
        3,
      ),
      {
        who: 'the next user',
        call: 'finds on the connection',
        run: leftBehind,
        expected: 'role app, no claims',
        roundTrips: 1,
      },
    ],
  }
}
