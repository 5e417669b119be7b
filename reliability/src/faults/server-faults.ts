import { kill } from 'node:process'
import { callsOf } from './calls.js'
import { type Fault, toRemote } from './fault.js'
import type { Outcome, Trial } from './trial.js'
import { backendWhere } from './waiting.js'

// The last one says so where something stands in front of the server.
const lost = ['answered', 'connection lost', '57P01', '57P02', '57P03', '08006']

/** Calls go on, one after the other in several lines, while something happens to the server. */
async function underLoad(trial: Trial, harm: () => Promise<void>): Promise<void> {
  const lines = trial.client.pooled ? 4 : 1
  const opened = await trial.open({ max: 3 })
  const handle = await trial.as(opened, 'alice')
  const outcomes: { outcome: () => Promise<void> }[] = []
  let over = false
  const line = async () => {
    while (!over) {
      for (const call of callsOf(trial.client)) {
        const marker = `load ${outcomes.length} ${Math.random()}`
        const settled = await trial.settle(call.run(handle, marker), call.name)
        // Looked at when the server is back: it may not answer its owner either.
        outcomes.push({
          outcome: async () => {
            const outcome: Outcome = { ...settled, written: await trial.written(marker) }
            trial.judge({ ...outcome, call }, { labels: lost, written: [0, call.writes] }, 'under load')
          },
        })
        if (settled.label !== 'answered') await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
  }
  const load = Array.from({ length: lines }, line)
  await new Promise((resolve) => setTimeout(resolve, 200))
  await harm()
  await new Promise((resolve) => setTimeout(resolve, 300))
  over = true
  await Promise.all(load)
  for (const { outcome } of outcomes) await outcome()
  if (trial.client.pooled) await trial.nextCaller(opened)
  await trial.close(opened)
  const again = await trial.open()
  await trial.nextCaller(again)
  await trial.close(again)
}

const restarted: Fault = {
  name: 'server restarted under load',
  promise: 'what was answered is there, all of it; what was rejected is there as a whole or not at all',
  happensTo: toRemote,
  async run(trial) {
    const times = trial.effort === 'whole' ? 3 : 1
    for (let time = 0; time < times; time += 1) await underLoad(trial, () => trial.server.restart())
  },
}

/** The server ends every connection, and recovers, when one of its processes dies. */
const crashed: Fault = {
  name: 'server that crashes under load',
  promise: 'as when it is restarted',
  happensTo: toRemote,
  async run(trial) {
    const times = trial.effort === 'whole' ? 3 : 1
    for (let time = 0; time < times; time += 1) {
      await underLoad(trial, async () => {
        kill(await backendWhere(trial, 'true'), 'SIGKILL')
        await recovered(trial)
      })
    }
  },
}

/** The owner's own connection is lost, and then there is another one. */
async function recovered(trial: Trial): Promise<void> {
  const answers = () =>
    trial.bench.owner.query('select 1').then(
      () => true,
      () => false,
    )
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20))
  for (let times = 0; times < 100 && (await answers()); times += 1) await pause()
  for (let times = 0; times < 1000 && !(await answers()); times += 1) await pause()
}

export const serverFaults: readonly Fault[] = [restarted, crashed]
