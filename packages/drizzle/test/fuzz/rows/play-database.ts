import { type AuthSession, trustClaims } from '@rowauth/core'
import type { withAuth } from '@rowauth/drizzle'
import { asc, type SQL, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { Condition } from '../language/condition.js'
import { render } from '../language/render.js'
import type { Command, Doc, User } from './game.js'
import type { Answer } from './play-model.js'
import type { Schema } from './schema.js'

export type Authenticated = ReturnType<typeof withAuth<NodePgDatabase>>

export type Handle = ReturnType<Authenticated['$withAuth']>

export const sessionOf = ({ claims, role }: User): AuthSession | null =>
  claims === undefined ? null : trustClaims(claims as never, role === undefined ? {} : { role })

/** Runs a command as a user. */
export async function playDatabase(
  handle: Handle,
  command: Command,
  { docs, tables }: Schema,
): Promise<Answer> {
  const where = (condition: Condition | undefined): SQL | undefined => condition && render(condition, tables)
  try {
    return await run(handle, command, docs, where)
  } catch (error) {
    const code = sqlState(error)
    if (code === undefined) throw error
    return { error: code }
  }
}

async function run(
  handle: Handle,
  command: Command,
  docs: Schema['docs'],
  where: (condition: Condition | undefined) => SQL | undefined,
): Promise<Answer> {
  switch (command.do) {
    case 'select': {
      const query = handle.select().from(docs).where(where(command.where)).orderBy(asc(docs.id))
      return { rows: (await (command.lock ? query.for('update') : query)) as Doc[] }
    }
    case 'count': {
      const [row] = await handle
        .select({ count: sql<number>`count(*)::int` })
        .from(docs)
        .where(where(command.where))
      return { count: row?.count ?? Number.NaN }
    }
    case 'insert':
      return await answer(handle.insert(docs).values(command.rows as never), command.returning)
    case 'update': {
      const set = { ...command.set, ...(command.increment && { n: sql`${docs.n} + 1` }) }
      return await answer(
        handle
          .update(docs)
          .set(set as never)
          .where(where(command.where)),
        command.returning,
      )
    }
    case 'delete':
      return await answer(handle.delete(docs).where(where(command.where)), command.returning)
    case 'upsert': {
      const insert = handle.insert(docs).values(command.row as never)
      const { set } = command
      return await answer(
        set === undefined
          ? insert.onConflictDoNothing({ target: docs.id })
          : insert.onConflictDoUpdate({ target: docs.id, set: set as never }),
        command.returning,
      )
    }
  }
}

interface Write extends PromiseLike<unknown> {
  returning(): PromiseLike<unknown>
}

async function answer(query: unknown, returning: boolean): Promise<Answer> {
  const write = query as Write
  if (!returning) return { count: ((await write) as { rowCount: number }).rowCount }
  const rows = (await write.returning()) as Doc[]
  return { rows: [...rows].sort((a, b) => Number(a.id) - Number(b.id)) }
}

/** The SQLSTATE of an error, which Drizzle wraps. */
function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code: unknown = Reflect.get(at, 'code')
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  }
  return undefined
}
