import { eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { accounts, entries } from '../bench/tables.js'
import type { Handle } from '../clients/client-under-test.js'
import { batch, type Call, callsOf, statement, transaction } from './calls.js'
import { type Fault, toAll, toInteractive, toRemote } from './fault.js'
import type { Trial } from './trial.js'
import { backendWhere, waitsForLock, whileLocked, withSettings } from './waiting.js'

const timesOf = ({ effort }: Trial) => (effort === 'whole' ? 5 : 1)

/** Runs each call, with settings that make it fail, while the table is locked. */
async function whileLockedWith(trial: Trial, settings: Record<string, string>, label: string): Promise<void> {
  await withSettings(trial, settings, async () => {
    const opened = await trial.open()
    for (const call of callsOf(trial.client)) {
      for (let time = 0; time < timesOf(trial); time += 1) {
        const outcome = await whileLocked(trial, async (unlock) => {
          const settled = await trial.attempt(await trial.as(opened, 'alice'), call)
          await unlock()
          return settled
        })
        trial.judge(outcome, { labels: [label] }, 'while the table is locked')
        await trial.nextCaller(opened)
      }
    }
    await trial.close(opened)
  })
}

const statementTimeout: Fault = {
  name: 'statement timeout',
  promise: 'rejected (57014), nothing written; the connection stays',
  happensTo: toRemote,
  run: (trial) => whileLockedWith(trial, { statement_timeout: '400ms' }, '57014'),
}

const lockTimeout: Fault = {
  name: 'lock timeout',
  promise: 'rejected (55P03), nothing written; the connection stays',
  happensTo: toRemote,
  run: (trial) => whileLockedWith(trial, { lock_timeout: '60ms' }, '55P03'),
}

const idleTimeout: Fault = {
  name: 'transaction idle for too long',
  promise: 'rejected (25P03), nothing written',
  happensTo: toInteractive,
  async run(trial) {
    await withSettings(trial, { idle_in_transaction_session_timeout: '50ms' }, async () => {
      for (let time = 0; time < timesOf(trial); time += 1) {
        const opened = await trial.open()
        const outcome = await trial.attempt(await trial.as(opened, 'alice'), {
          ...transaction,
          run: (handle, marker) =>
            handle.transaction(async (tx) => {
              await tx.insert(entries).values({ marker })
              await new Promise((resolve) => setTimeout(resolve, 300))
              await tx.insert(entries).values({ marker })
            }),
        })
        trial.judge(outcome, { labels: ['25P03'] }, 'idle')
        if (trial.client.pooled) await trial.nextCaller(opened)
        await trial.close(opened)
      }
    })
  },
}

/** Two rows of alice's; the caller has locked one and wants the other, whose holder wants the first. */
const deadlock: Fault = {
  name: 'deadlock',
  promise: 'rejected (40P01), nothing written; the connection stays',
  happensTo: toRemote,
  async run(trial) {
    const { owner } = trial.bench
    await withSettings(trial, { deadlock_timeout: '700ms' }, async () => {
      const opened = await trial.open()
      for (let time = 0; time < timesOf(trial); time += 1) {
        await owner.query("delete from entries where marker in ('first', 'second')")
        await owner.query(
          "insert into entries (user_id, marker) values ('alice', 'first'), ('alice', 'second')",
        )
        const touch = (db: Pick<Handle, 'update'>, marker: string) =>
          db.update(entries).set({ n: 1 }).where(eq(entries.marker, marker))
        // It waits once more in between, until the other one is about to want what it holds.
        const call: Call = {
          ...batch,
          run: (handle, marker) =>
            handle.batch([
              handle.insert(entries).values({ marker }),
              touch(handle, 'first'),
              handle.select({ x: sql`pg_advisory_xact_lock(7)::text` }).from(sql`(select) as nothing`),
              touch(handle, 'second'),
            ]),
        }
        const other = new pg.Client(databaseOf(trial))
        await other.connect()
        await other.query(
          "set deadlock_timeout = '60s'; select pg_advisory_lock(7); begin; update entries set n = 2 where marker = 'second'",
        )
        const attempt = trial.as(opened, 'alice').then((handle) => trial.attempt(handle, call))
        await backendWhere(trial, waitsForLock)
        const blocked = other.query(
          "select pg_advisory_unlock(7); update entries set n = 2 where marker = 'first'",
        )
        trial.judge(await attempt, { labels: ['40P01'] }, 'in a deadlock')
        await blocked
        await other.query('rollback')
        await other.end()
        await trial.nextCaller(opened)
      }
      await trial.close(opened)
    })
  },
}

export function databaseOf(trial: Trial): string {
  const address = new URL(trial.server.connectionString)
  address.pathname = new URL(trial.bench.url).pathname
  return address.href
}

/** Somebody else changes the row between its snapshot and the update. */
const serialisation: Fault = {
  name: 'serialisation failure',
  promise: 'rejected (40001), nothing written; the connection stays',
  happensTo: toRemote,
  async run(trial) {
    const { owner } = trial.bench
    await withSettings(trial, { default_transaction_isolation: 'repeatable read' }, async () => {
      const opened = await trial.open()
      for (let time = 0; time < timesOf(trial); time += 1) {
        await owner.query("delete from entries where marker = 'shared'")
        await owner.query("insert into entries (user_id, marker) values ('alice', 'shared')")
        const call: Call = {
          ...batch,
          run: (handle, marker) =>
            handle.batch([
              handle.insert(entries).values({ marker }),
              handle.select({ slept: sql`pg_sleep(0.3)::text` }).from(sql`(select) as nothing`),
              handle.update(entries).set({ n: 1 }).where(eq(entries.marker, 'shared')),
            ]),
        }
        const attempt = trial.as(opened, 'alice').then((handle) => trial.attempt(handle, call))
        await backendWhere(trial, "wait_event = 'PgSleep'")
        await owner.query("update entries set n = 2 where marker = 'shared'")
        trial.judge(await attempt, { labels: ['40001'] }, 'after a change')
        await trial.nextCaller(opened)
      }
      await trial.close(opened)
    })
  },
}

const deferred: Fault = {
  name: 'deferred constraint that fails at commit',
  promise: 'rejected (23503), nothing written; the connection stays',
  happensTo: toAll,
  async run(trial) {
    const opened = await trial.open()
    let id = 0
    const refer = (db: Pick<Handle, 'insert'>) => {
      id += 1
      return db.insert(accounts).values({ id, nextId: -1 })
    }
    const calls: Call[] = [
      { ...statement, run: async (handle) => await refer(handle) },
      {
        ...batch,
        run: (handle, marker) => handle.batch([handle.insert(entries).values({ marker }), refer(handle)]),
      },
      {
        ...transaction,
        run: (handle, marker) =>
          handle.transaction(async (tx) => {
            await tx.insert(entries).values({ marker })
            await refer(tx)
          }),
      },
    ]
    for (const call of calls) {
      if (call.interactive && !trial.client.interactive) continue
      for (let time = 0; time < timesOf(trial); time += 1) {
        trial.judge(
          await trial.attempt(await trial.as(opened, 'alice'), call),
          { labels: ['23503'] },
          'at commit',
        )
        await trial.nextCaller(opened)
      }
    }
    await trial.close(opened)
  },
}

const failing: Fault = {
  name: 'statement that fails in the middle',
  promise: 'rejected with its SQLSTATE, nothing written; the connection stays',
  happensTo: toAll,
  async run(trial) {
    const opened = await trial.open()
    const bad = [
      ['22012', sql`1 / (n - n)`],
      ['22P02', sql`('x' || n)::int`],
      ['42703', sql`no_such_column`],
    ] as const
    for (const [label, expression] of bad) {
      const fail = (db: Pick<Handle, 'select'>) =>
        db.select({ x: expression }).from(sql`(select 1 as n) as one`)
      const calls: Call[] = [
        { ...statement, run: async (handle) => await fail(handle) },
        {
          ...batch,
          run: (handle, marker) =>
            handle.batch([
              handle.insert(entries).values({ marker }),
              fail(handle),
              handle.insert(entries).values({ marker }),
            ]),
        },
        {
          ...transaction,
          run: (handle, marker) =>
            handle.transaction(async (tx) => {
              await tx.insert(entries).values({ marker })
              await fail(tx)
            }),
        },
        {
          ...transaction,
          name: 'transaction that swallows the error',
          run: (handle, marker) =>
            handle.transaction(async (tx) => {
              await tx.insert(entries).values({ marker })
              await fail(tx).then(undefined, () => undefined)
            }),
        },
      ]
      for (const call of calls) {
        if (call.interactive && !trial.client.interactive) continue
        trial.judge(
          await trial.attempt(await trial.as(opened, 'alice'), call),
          { labels: [label] },
          'failing',
        )
        await trial.nextCaller(opened)
      }
    }
    await trial.close(opened)
  },
}

export const statementFaults: readonly Fault[] = [
  failing,
  statementTimeout,
  lockTimeout,
  idleTimeout,
  deadlock,
  serialisation,
  deferred,
]
