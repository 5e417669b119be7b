import type { Changes, EntryRow } from './ledger.js'
import { expectThat, type MakeOperation, type Situation } from './operation.js'
import { deleteEntry, insertEntry, readAll, setEntry, whoAmI } from './statements.js'

const nothing: Changes = new Map()
class Changed extends Error {
  override readonly name = 'Changed'
  readonly code = 'changed_mind'
}

type Queries = Parameters<typeof readAll>[0]
type Write = (db: Queries) => PromiseLike<unknown>

/** Some writes to different rows, and what they come to together. */
function writes({ ledger, random, marker }: Situation): { changes: Changes; list: Write[] } {
  const changes = new Map<string, number | null>()
  const list: Write[] = []
  for (let at = random.below(3) + 1; at > 0; at -= 1) {
    const free = ledger.markers.filter((name) => !changes.has(name))
    const n = random.below(1000)
    const kind = free.length < 3 ? 0 : random.below(free.length > 8 ? 4 : 3)
    const name = kind === 0 ? marker() : random.pick(free)
    changes.set(name, kind >= 2 ? null : n)
    if (kind === 0) list.push((db) => insertEntry(db, name, n))
    else if (kind === 1) list.push((db) => setEntry(db, name, n))
    else list.push((db) => deleteEntry(db, name))
  }
  return { changes, list }
}

const batch: MakeOperation = (situation) => {
  const { handle } = situation
  const { changes, list } = writes(situation)
  return {
    name: 'batch',
    changes,
    async run() {
      const results = await handle.batch([...list.map((write) => write(handle)), readAll(handle)])
      return results.at(-1) as EntryRow[]
    },
  }
}

const failingBatch: MakeOperation = (situation) => {
  const { handle } = situation
  const { list } = writes(situation)
  return {
    name: 'batch that fails',
    changes: nothing,
    rejects: '23514',
    async run() {
      await handle.batch([
        ...list.map((write) => write(handle)),
        insertEntry(handle, 'forbidden', 0),
        readAll(handle),
      ])
      return undefined
    },
  }
}

const transaction: MakeOperation = (situation) => {
  const { handle, ledger } = situation
  const { changes, list } = writes(situation)
  return {
    name: 'transaction',
    changes,
    run: () =>
      handle.transaction(async (tx) => {
        for (const write of list) await write(tx)
        const [who] = await whoAmI(tx)
        expectThat(who?.id === ledger.user, 'foreign row')
        return await readAll(tx)
      }),
  }
}

const abandoned: MakeOperation = (situation) => {
  const { handle } = situation
  const { list } = writes(situation)
  return {
    name: 'transaction that is rolled back',
    changes: nothing,
    rejects: 'changed_mind',
    async run() {
      await handle.transaction(async (tx) => {
        for (const write of list) await write(tx)
        throw new Changed()
      })
      return undefined
    },
  }
}

const savepoint: MakeOperation = (situation) => {
  const { handle, random } = situation
  const { changes, list } = writes(situation)
  const [lost] = [situation.marker()]
  const fails = random.percent(50)
  return {
    name: 'savepoint that is rolled back',
    changes,
    run: () =>
      handle.transaction(async (tx) => {
        for (const write of list) await write(tx)
        const inner = tx.transaction(async (savepoint) => {
          await insertEntry(savepoint, lost, 1)
          if (fails) await insertEntry(savepoint, 'forbidden', 1)
          throw new Changed()
        })
        const reason: unknown = await inner.then(
          () => undefined,
          (error: unknown) => error,
        )
        if (!(reason instanceof Changed) && !fails) throw reason
        return await readAll(tx)
      }),
  }
}

/** For every client. */
export const batchOperations: readonly (readonly [weight: number, make: MakeOperation])[] = [
  [14, batch],
  [4, failingBatch],
]

/** For clients whose transactions stay open. */
export const transactionOperations: readonly (readonly [weight: number, make: MakeOperation])[] = [
  [12, transaction],
  [5, abandoned],
  [5, savepoint],
]
