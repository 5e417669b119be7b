import { eq, gte, sql } from 'drizzle-orm'
import { entries } from '../bench/tables.js'
import type { Handle } from '../clients/client-under-test.js'
import { expectThat, type MakeOperation } from './operation.js'
import { columns } from './statements.js'

function prepare(handle: Handle) {
  return {
    all: handle
      .select(columns)
      .from(entries)
      .where(gte(entries.id, sql.placeholder('from')))
      .prepare('all_entries'),
    set: handle
      .update(entries)
      .set({ n: sql`${sql.placeholder('n')}::int` })
      .where(eq(entries.marker, sql.placeholder('marker')))
      .returning(columns)
      .prepare('set_entry'),
  }
}

const prepared = new WeakMap<Handle, ReturnType<typeof prepare>>()

function preparedOf(handle: Handle) {
  const queries = prepared.get(handle) ?? prepare(handle)
  prepared.set(handle, queries)
  return queries
}

const readPrepared: MakeOperation = ({ handle }) => ({
  name: 'prepared select',
  changes: new Map(),
  run: () => preparedOf(handle).all.execute({ from: 0 }),
})

const setPrepared: MakeOperation = ({ handle, ledger, random }) => {
  if (ledger.markers.length === 0) return undefined
  const [marker, n] = [random.pick(ledger.markers), random.below(1000)]
  return {
    name: 'prepared update',
    changes: new Map([[marker, n]]),
    async run() {
      const [row] = await preparedOf(handle).set.execute({ marker, n })
      expectThat(row?.userId === ledger.user && row.n === n, 'A prepared update returned another row.')
      return undefined
    },
  }
}

export const preparedOperations: readonly (readonly [weight: number, make: MakeOperation])[] = [
  [8, readPrepared],
  [5, setPrepared],
]
