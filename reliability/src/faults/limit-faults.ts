import { entries } from '../bench/tables.js'
import { callsOf, statement } from './calls.js'
import { type Fault, toPools, toRemote } from './fault.js'
import { startSmallDisk } from './small-disk.js'
import type { Trial } from './trial.js'
import { gate } from './waiting.js'

/** A transaction that holds its connection until `open` is called. */
async function holding(trial: Trial, opened: Awaited<ReturnType<Trial['open']>>) {
  const [started, over] = [gate(), gate()]
  const handle = await trial.as(opened, 'bob')
  const transaction = handle.transaction(async (tx) => {
    await tx.select({ id: entries.id }).from(entries).limit(1)
    started.open()
    await over.passed
  })
  await Promise.race([started.passed, transaction])
  return async () => {
    over.open()
    await transaction
  }
}

const exhausted: Fault = {
  name: 'pool exhausted by a transaction that is held open',
  promise: 'rejected when the wait is over, nothing written; answered when there is a connection again',
  happensTo: (client) => toPools(client) && client.limitsWait,
  async run(trial) {
    for (const call of callsOf(trial.client)) {
      const opened = await trial.open({ max: 1, connectionTimeout: 300 })
      await trial.nextCaller(opened)
      const letGo = await holding(trial, opened)
      const handle = await trial.as(opened, 'alice')
      trial.judge(await trial.attempt(handle, call), { labels: ['no connection in time'] }, 'waiting')
      await letGo()
      trial.judge(await trial.attempt(handle, call), { labels: ['answered'] }, 'afterwards')
      await trial.nextCaller(opened)
      await trial.close(opened)
    }
  },
}

const noneLeft: Fault = {
  name: 'server that has no connection left for the role',
  promise: 'rejected (53300), nothing written; answered when there is one again',
  happensTo: toPools,
  async run(trial) {
    const { owner, login } = trial.bench
    for (const call of callsOf(trial.client)) {
      await owner.query(`alter role ${login} connection limit 0`)
      const opened = await trial.open()
      const handle = await trial.as(opened, 'alice')
      trial.judge(await trial.attempt(handle, call), { labels: ['53300'] }, 'with no connection left')
      await owner.query(`alter role ${login} connection limit -1`)
      trial.judge(await trial.attempt(handle, call), { labels: ['answered'] }, 'afterwards')
      await trial.nextCaller(opened)
      await trial.close(opened)
    }
  },
}

const diskFull: Fault = {
  name: 'disk that is full',
  promise:
    'rejected (53100; 53400 where no small disk can be made), nothing written; answered when there is room again',
  happensTo: toRemote,
  async run(trial) {
    await using disk = await startSmallDisk(trial)
    const opened = await trial.open()
    for (const call of callsOf(trial.client)) {
      await disk.fill()
      const handle = await trial.as(opened, 'alice')
      const large = {
        ...call,
        run: async (db: typeof handle, marker: string) => {
          const more = db.insert(entries).select(disk.tooMuch)
          if (!call.interactive) await db.batch([db.insert(entries).values({ marker }), more])
          else {
            await db.transaction(async (tx) => {
              await tx.insert(entries).values({ marker })
              await tx.insert(entries).select(disk.tooMuch)
            })
          }
        },
      }
      trial.judge(await trial.attempt(handle, large), { labels: [disk.code] }, 'without room')
      await trial.nextCaller(opened)
      await disk.empty()
      trial.judge(await trial.attempt(handle, call), { labels: ['answered'] }, 'with room')
    }
    await trial.close(opened)
  },
}

const heldOpen: Fault = {
  name: 'statements beside transactions that are held open over slow work',
  promise: 'answered in turn',
  happensTo: toPools,
  async run(trial) {
    const opened = await trial.open({ max: 2 })
    const letGo = await holding(trial, opened)
    const handle = await trial.as(opened, 'alice')
    const times = trial.effort === 'whole' ? 200 : 20
    const outcomes = await Promise.all(Array.from({ length: times }, () => trial.attempt(handle, statement)))
    for (const outcome of outcomes) trial.judge(outcome, { labels: ['answered'] }, 'beside')
    await letGo()
    await trial.nextCaller(opened)
    await trial.close(opened)
  },
}

export const limitFaults: readonly Fault[] = [exhausted, heldOpen, noneLeft, diskFull]
