import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Fixture } from '../fixture.js'

/** A twin has two schemas with objects of the same names, between which a session's `search_path` chooses. */
export const places = ['main', 'other'] as const
export type Place = (typeof places)[number]

/** One of two that see the same history: rowauth asks one of them, and node-postgres alone asks the other. */
export interface Twin {
  schema(place: Place): string
  /**
   * Changes the catalog in one transaction, on a connection that nobody else uses.
   *
   * @returns the SQLSTATE when nothing has changed
   */
  migrate(place: Place, sql: string): Promise<string | undefined>
  /** What is stored, every row as text. */
  contents(place: Place): Promise<unknown[]>
  close(): Promise<void>
}

export async function openTwin(fixture: Fixture): Promise<Twin> {
  const name = `twin_${randomBytes(4).toString('hex')}`
  const schema = (place: Place) => `${name}_${place}`
  const client = await fixture.owner.connect()
  for (const place of places) {
    await client.query(
      `create schema ${schema(place)}; grant usage on schema ${schema(place)} to authenticated`,
    )
  }
  return {
    schema,
    async migrate(place, sql) {
      try {
        await client.query(`set local search_path = ${schema(place)}, public; ${sql}`)
        return undefined
      } catch (error) {
        if (error instanceof pg.DatabaseError) return error.code
        throw error
      }
    },
    async contents(place) {
      return (await client.query(`select t::text from ${schema(place)}.t order by id`)).rows
    },
    async close() {
      for (const place of places) await client.query(`drop schema ${schema(place)} cascade`)
      client.release()
    },
  }
}
