import { entries } from '../bench/tables.js'
import { callsOf, statement, transaction } from './calls.js'
import { type Fault, toInteractive, toPools, toRemote } from './fault.js'
import type { Trial } from './trial.js'
import { backendWhere, gate, waitsForLock, whileLocked } from './waiting.js'

const terminated = ['57P01']

/** Makes each call wait for a lock, and has something done to the backend that waits. */
async function whileWaiting(
  trial: Trial,
  harm: (pid: number) => Promise<unknown>,
  labels: readonly string[],
): Promise<void> {
  const times = trial.effort === 'whole' ? 5 : 1
  for (const call of callsOf(trial.client)) {
    for (let time = 0; time < times; time += 1) {
      const opened = await trial.open()
      await trial.nextCaller(opened)
      const outcome = await whileLocked(trial, async (unlock) => {
        const attempt = trial.as(opened, 'alice').then((handle) => trial.attempt(handle, call))
        await harm(await backendWhere(trial, waitsForLock))
        const settled = await attempt
        await unlock()
        return settled
      })
      trial.judge(outcome, { labels }, 'waiting for a lock')
      if (trial.client.pooled || labels.includes('57014')) await trial.nextCaller(opened)
      else await expectRefusal(trial, opened)
      await trial.close(opened)
    }
  }
}

/** A single client that was lost refuses whoever comes next, at once. */
async function expectRefusal(trial: Trial, opened: Awaited<ReturnType<Trial['open']>>): Promise<void> {
  const outcome = await trial.attempt(await trial.as(opened, 'alice'), statement)
  trial.expect(outcome.label === 'connection lost', `A client that was lost came to "${outcome.label}".`)
}

const terminatedWaiting: Fault = {
  name: 'backend terminated in a statement',
  promise: 'rejected (57P01), nothing written',
  happensTo: toRemote,
  run: (trial) =>
    whileWaiting(trial, (pid) => trial.owner.query('select pg_terminate_backend($1)', [pid]), terminated),
}

const behindTerminated: Fault = {
  name: 'the same, with a pool of one and another call that waits for its connection',
  promise: 'rejected (57P01), nothing written; the other call is answered',
  happensTo: toPools,
  async run(trial) {
    for (const call of callsOf(trial.client)) {
      const opened = await trial.open()
      await trial.nextCaller(opened)
      await whileLocked(trial, async (unlock) => {
        const attempt = trial.as(opened, 'alice').then((handle) => trial.attempt(handle, call))
        const pid = await backendWhere(trial, waitsForLock)
        const next = trial.nextCaller(opened)
        await trial.owner.query('select pg_terminate_backend($1)', [pid])
        trial.judge(await attempt, { labels: terminated }, 'with a call behind it')
        await unlock()
        await next
      })
      await trial.close(opened)
    }
  },
}

const cancelled: Fault = {
  name: 'statement cancelled',
  promise: 'rejected (57014), nothing written; the connection stays',
  happensTo: toRemote,
  run: (trial) =>
    whileWaiting(trial, (pid) => trial.owner.query('select pg_cancel_backend($1)', [pid]), ['57014']),
}

/** The callback of a transaction does something else while its backend is terminated. */
async function loseWhileIdle(trial: Trial, nextCallerFirst: boolean): Promise<void> {
  const times = trial.effort === 'whole' ? 20 : 2
  for (let time = 0; time < times; time += 1) {
    const opened = await trial.open()
    const handle = await trial.as(opened, 'alice')
    const { passed, open } = gate()
    const wrote = gate()
    const later: string[] = []
    const outcome = trial.attempt(handle, {
      ...transaction,
      run: (db, marker) =>
        db.transaction(async (tx) => {
          await tx.insert(entries).values({ marker })
          wrote.open()
          await passed
          for (let statements = 0; statements < 2; statements += 1) {
            later.push((await trial.settle(tx.insert(entries).values({ marker }), 'a later statement')).label)
          }
        }),
    })
    await wrote.passed
    const pid = await backendWhere(trial, "state = 'idle in transaction'")
    await trial.owner.query('select pg_terminate_backend($1)', [pid])
    // With one connection in all, this is given the place of the one that is lost.
    if (nextCallerFirst) await trial.nextCaller(opened)
    open()
    trial.judge(await outcome, { labels: terminated }, 'terminated between two statements')
    trial.expect(
      later.every((label) => terminated.includes(label)),
      `Later statements came to ${later.join()}.`,
    )
    await trial.close(opened)
  }
}

const terminatedIdle: Fault = {
  name: "backend terminated while a transaction's callback does something else",
  promise: 'rejected (57P01), nothing written',
  happensTo: toInteractive,
  run: (trial) => loseWhileIdle(trial, false),
}

const placeGivenBack: Fault = {
  name: 'the same, with a pool of one and another call that waits meanwhile',
  promise: 'rejected (57P01); the other call is answered before the callback ends',
  happensTo: toPools,
  run: (trial) => loseWhileIdle(trial, true),
}

export const backendFaults: readonly Fault[] = [
  terminatedWaiting,
  behindTerminated,
  cancelled,
  terminatedIdle,
  placeGivenBack,
]
