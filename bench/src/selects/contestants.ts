import type { Verifier } from '@rowauth/core'
import { type NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import { withAuth } from '@rowauth/drizzle'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Contestant } from '../contest.js'
import { type Logins, todos, todosPerUser, users } from './database.js'

export const names = {
  authenticated: '`$withAuth(token)`',
  sameUser: '`$withAuth(token)`, one user only',
  compared: '`$withAuth(token)`, a text compared, which is not prepared',
  unprepared: '`$withAuth(token)`, `prepare: false`',
  cleaned: '`$withAuth(token)`, `clean: true`',
  where: 'hand-written `where`, no RLS',
  wherePrepared: 'hand-written `where`, no RLS, Drizzle `prepare()`',
  pinned: 'RLS, claims pinned to the connection',
  transaction: 'five-statement transaction',
} as const

/** A user as the application meets one: the token of a request, and the id for those who write it into the SQL. */
export interface Visitor {
  readonly id: string
  readonly token: string
}

export interface SelectContest {
  readonly contestants: readonly Contestant[]
  close(): Promise<void>
}

/** Ways to select a user's todos with Drizzle. Users take turns; each way has a connection of its own. */
export async function selectContestants(
  logins: Logins,
  verifier: Verifier,
  visitors: readonly Visitor[],
): Promise<SelectContest> {
  const pools: pg.Pool[] = []
  const pool = (connectionString: string) => {
    const opened = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0 })
    pools.push(opened)
    return opened
  }
  const inTurns = () => {
    let at = -1
    return () => {
      at = (at + 1) % visitors.length
      return visitors[at] as Visitor
    }
  }

  const wrapped = (options: NodePostgresOptions) =>
    withAuth(drizzle({ client: pool(logins.application) }), {
      verifier,
      driver: (client) => nodePostgres(client, options),
    })

  const authenticated = (options: NodePostgresOptions, next = inTurns()) => {
    const db = wrapped(options)
    return () => db.$withAuth(next().token).select().from(todos).execute()
  }

  const compared = () => {
    const db = wrapped({})
    const next = inTurns()
    return () => {
      const { id, token } = next()
      return db.$withAuth(token).select().from(todos).where(eq(todos.userId, id)).execute()
    }
  }

  const where = () => {
    const db = drizzle({ client: pool(logins.owner) })
    const next = inTurns()
    return () => db.select().from(todos).where(eq(todos.userId, next().id)).execute()
  }

  const wherePrepared = () => {
    const db = drizzle({ client: pool(logins.owner) })
    const query = db
      .select()
      .from(todos)
      .where(eq(todos.userId, sql.placeholder('id')))
      .prepare('todos_of_user')
    const next = inTurns()
    return () => query.execute({ id: next().id })
  }

  const pinned = async () => {
    const client = pool(logins.application)
    await client.query("select set_config('role', 'authenticated', false)")
    await client.query("select set_config('request.jwt.claims', $1, false)", [
      JSON.stringify({ sub: users[0] }),
    ])
    const db = drizzle({ client })
    return () => db.select().from(todos).execute()
  }

  const transaction = () => {
    const db = drizzle({ client: pool(logins.application) })
    const next = inTurns()
    return async () => {
      const { claims } = await verifier.verify(next().token)
      return await db.transaction(async (tx) => {
        await tx.execute(sql`select set_config('role', ${'authenticated'}, true)`)
        await tx.execute(sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`)
        return await tx.select().from(todos)
      })
    }
  }

  const contestants = [
    { name: names.authenticated, run: authenticated({}) },
    { name: names.sameUser, run: authenticated({}, () => visitors[0] as Visitor) },
    { name: names.compared, run: compared() },
    { name: names.unprepared, run: authenticated({ prepare: false }) },
    { name: names.cleaned, run: authenticated({ clean: true }) },
    { name: names.where, run: where() },
    { name: names.wherePrepared, run: wherePrepared() },
    { name: names.pinned, run: await pinned() },
    { name: names.transaction, run: transaction() },
  ]
  return {
    contestants,
    async close() {
      await Promise.all(pools.map((opened) => opened.end()))
    },
  }
}

/** A way that gives other rows than the user's is no contestant. */
export async function assertCorrect({ name, run }: Contestant): Promise<void> {
  const rows = (await run()) as { userId: string }[]
  const owners = new Set(rows.map(({ userId }) => userId))
  if (rows.length !== todosPerUser || owners.size !== 1) throw new Error(`"${name}" gives wrong rows.`)
}
