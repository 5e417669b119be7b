import { eq, sql } from 'drizzle-orm'
import { entries } from '../bench/tables.js'
import type { Handle } from '../clients/client-under-test.js'

/** What users do: it writes rows under a marker. */
export interface Call {
  readonly name: string
  /** Rows that it writes when it is done. */
  readonly writes: number
  /** Needs a transaction that stays open. */
  readonly interactive: boolean
  /** It goes out in one message, so that the server does it as soon as it has that. */
  readonly whole: boolean
  run(handle: Handle, marker: string): Promise<unknown>
}

const columns = { userId: entries.userId, marker: entries.marker }

export const statement: Call = {
  name: 'statement',
  writes: 1,
  interactive: false,
  whole: true,
  run: async (handle, marker) => await handle.insert(entries).values({ marker }).returning(columns),
}

export const batch: Call = {
  name: 'batch',
  writes: 2,
  interactive: false,
  whole: true,
  run: (handle, marker) =>
    handle.batch([
      handle.insert(entries).values({ marker }).returning(columns),
      handle.select(columns).from(entries).where(eq(entries.marker, marker)),
      handle.insert(entries).values({ marker }).returning(columns),
    ]),
}

const prepared: Call = {
  name: 'prepared query',
  writes: 1,
  interactive: false,
  whole: true,
  run: (handle, marker) =>
    handle
      .insert(entries)
      .values({ marker: sql.placeholder('marker') })
      .returning(columns)
      .prepare('insert_entry')
      .execute({ marker }),
}

export const transaction: Call = {
  name: 'transaction',
  writes: 2,
  interactive: true,
  whole: false,
  run: (handle, marker) =>
    handle.transaction(async (tx) => {
      await tx.insert(entries).values({ marker })
      await tx.insert(entries).values({ marker })
    }),
}

const savepoint: Call = {
  name: 'savepoint',
  writes: 2,
  interactive: true,
  whole: false,
  run: (handle, marker) =>
    handle.transaction(async (tx) => {
      await tx.insert(entries).values({ marker })
      await tx.transaction((inner) => inner.insert(entries).values({ marker }))
    }),
}

const calls = [statement, batch, prepared, transaction, savepoint]

export function callsOf({ interactive }: { readonly interactive: boolean }): readonly Call[] {
  return calls.filter((call) => interactive || !call.interactive)
}
