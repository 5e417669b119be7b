import { eq, sql } from 'drizzle-orm'
import { entries } from '../bench/tables.js'
import type { Changes, EntryRow } from './ledger.js'
import { expectThat, type MakeOperation } from './operation.js'
import { columns, deleteEntry, insertEntry, readAll, setEntry, shown, whoAmI } from './statements.js'

const nothing: Changes = new Map()

function expectRow(rows: readonly EntryRow[], userId: string, marker: string, n: number): void {
  expectThat(shown(rows) === shown([{ userId, marker, n }]), 'A statement returned other rows than it wrote.')
}

const read: MakeOperation = ({ handle }) => ({
  name: 'select',
  changes: nothing,
  run: () => readAll(handle),
})

const count: MakeOperation = ({ handle, ledger }) => ({
  name: 'count',
  changes: nothing,
  async run() {
    const [row] = await handle
      .select({ others: sql<number>`(count(*) filter (where user_id <> ${ledger.user}))::int` })
      .from(entries)
    expectThat(row?.others === 0, 'foreign row')
    return undefined
  },
})

const identity: MakeOperation = ({ handle, ledger }) => ({
  name: 'identity',
  changes: nothing,
  async run() {
    const [row] = await whoAmI(handle)
    expectThat(row?.id === ledger.user && row.role === 'authenticated', 'foreign row')
    return undefined
  },
})

const insert: MakeOperation = ({ handle, ledger, marker, random }) => {
  const [name, n] = [marker(), random.below(1000)]
  return {
    name: 'insert',
    changes: new Map([[name, n]]),
    async run() {
      expectRow(await insertEntry(handle, name, n), ledger.user, name, n)
      return undefined
    },
  }
}

const update: MakeOperation = ({ handle, ledger, random }) => {
  if (ledger.markers.length === 0) return undefined
  const [name, n] = [random.pick(ledger.markers), random.below(1000)]
  return {
    name: 'update',
    changes: new Map([[name, n]]),
    async run() {
      expectRow(await setEntry(handle, name, n), ledger.user, name, n)
      return undefined
    },
  }
}

const remove: MakeOperation = ({ handle, ledger, random }) => {
  if (ledger.markers.length < 3) return undefined
  const name = random.pick(ledger.markers)
  return {
    name: 'delete',
    changes: new Map([[name, null]]),
    async run() {
      expectRow(await deleteEntry(handle, name), ledger.user, name, ledger.valueOf(name))
      return undefined
    },
  }
}

const reach: MakeOperation = ({ handle, foreign, random }) => ({
  name: "write to somebody else's row",
  changes: nothing,
  async run() {
    const rows = random.percent(50) ? await setEntry(handle, foreign, -1) : await deleteEntry(handle, foreign)
    expectThat(rows.length === 0, 'foreign row')
    const seen = await handle.select(columns).from(entries).where(eq(entries.marker, foreign))
    expectThat(seen.length === 0, 'foreign row')
    return undefined
  },
})

const pose: MakeOperation = ({ handle, marker }) => ({
  name: 'insert as somebody else',
  changes: nothing,
  rejects: '42501',
  async run() {
    await handle.insert(entries).values({ marker: marker(), userId: 'somebody-else' })
    return undefined
  },
})

const fail: MakeOperation = ({ handle, random, marker }) => {
  const [code, run] = random.pick<[string, () => PromiseLike<unknown>]>([
    ['22012', () => handle.select({ x: sql`1 / (n - n)` }).from(sql`(select 1 as n) as one`)],
    ['23514', () => insertEntry(handle, 'forbidden', 0)],
    ['42P01', () => handle.select({ x: sql`1` }).from(sql`nowhere`)],
    ['22P02', () => handle.insert(entries).values({ marker: marker(), n: sql`'x'::text::int` })],
  ])
  return {
    name: 'statement that fails',
    changes: nothing,
    rejects: code,
    async run() {
      await run()
      return undefined
    },
  }
}

export const singleOperations: readonly (readonly [weight: number, make: MakeOperation])[] = [
  [30, read],
  [6, count],
  [6, identity],
  [12, insert],
  [12, update],
  [10, remove],
  [4, reach],
  [2, pose],
  [4, fail],
]
