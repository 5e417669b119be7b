import { type Direction, type Relay, startRelay } from '../bench/relay.js'
import type { OpenClient } from '../clients/client-under-test.js'
import { type Call, callsOf, statement } from './calls.js'
import { type Fault, toInteractive, toRemote } from './fault.js'
import type { Trial } from './trial.js'

const never = Number.POSITIVE_INFINITY

/** Opens a client by way of a relay of its own, and closes both: what it keeps open is nobody else's. */
async function relayed(trial: Trial, work: (relay: Relay, open: () => Promise<OpenClient>) => Promise<void>) {
  const relay = await startRelay()
  try {
    await work(relay, () => trial.open({ tap: relay.through }))
  } finally {
    await trial.closeAll()
    await relay.close()
  }
}

/** Tries each call with the connection cut at one byte after the other. */
async function cutEverywhere(trial: Trial, direction: Direction, written: (call: Call) => number[]) {
  const { client, effort, everyByte } = trial
  for (const call of callsOf(client)) {
    await relayed(trial, async (relay, open) => {
      let opened = await open()
      const run = async (bytes: number) => {
        const before = opened.listeners?.()
        relay.cutAfter(direction, bytes)
        const outcome = await trial.attempt(await trial.as(opened, 'alice'), call)
        const passed = relay.passed(direction)
        relay.cutAfter(direction, never)
        // A shorter message than the one that was measured went through whole.
        if (passed > bytes) {
          trial.judge(
            outcome,
            { labels: ['connection lost'], written: written(call) },
            `cut after byte ${bytes}`,
          )
          if (!client.pooled) {
            await trial.close(opened).catch(() => {})
            opened = await open()
          }
          await trial.nextCaller(opened)
          const after = opened.listeners?.()
          trial.expect((after ?? 0) <= (before ?? 0), `${call.name}: ${after} listeners, after ${before}.`)
          const { total, waiting } = opened.usage?.() ?? { total: 1, waiting: 0 }
          trial.expect(
            total <= 1 && waiting === 0,
            `${call.name}: a pool of one has ${total}, ${waiting} wait.`,
          )
        }
        return passed
      }
      // Warm: what is cut is the call, and no login.
      await trial.nextCaller(opened)
      await run(never)
      const total = await run(never)
      const step = effort === 'whole' ? everyByte : Math.ceil(total / 4)
      for (let bytes = 0; bytes < total; bytes += step) await run(bytes)
    })
  }
}

const cutRequest: Fault = {
  name: 'connection cut at every byte of the request',
  promise: 'rejected, nothing written',
  happensTo: toRemote,
  run: (trial) => cutEverywhere(trial, 'toServer', () => [0]),
}

const cutAnswer: Fault = {
  name: 'connection cut at every byte of the answer',
  promise: 'rejected, all written or nothing',
  happensTo: toRemote,
  // The server has done what came in one message; a transaction it has done when it was told to commit.
  run: (trial) => cutEverywhere(trial, 'toClient', ({ whole, writes }) => (whole ? [writes] : [0, writes])),
}

/** Bytes that travel until a connection is open. */
const login: Readonly<Record<Direction, number>> = { toServer: 250, toClient: 400 }

const cutLogin: Fault = {
  name: 'connection cut while it is opened',
  promise: 'rejected, all written or nothing; the next one is opened',
  happensTo: toInteractive,
  async run(trial) {
    await relayed(trial, async (relay, open) => {
      for (const direction of ['toServer', 'toClient'] as const) {
        const step = trial.effort === 'whole' ? trial.everyByte : 90
        for (let bytes = 0; bytes < login[direction]; bytes += step) {
          relay.cutAfter(direction, bytes)
          let opened: OpenClient | undefined
          const { label } = await trial.settle(
            open().then((client) => {
              opened = client
            }),
            'opening',
          )
          // A pool opens with its first call, a single client at once.
          if (opened !== undefined) {
            const outcome = await trial.attempt(await trial.as(opened, 'alice'), statement)
            // What came through with the login the server may have done.
            const pipelined = trial.client.pipelinesLogin && direction === 'toClient'
            const written = pipelined ? [0, statement.writes] : [0]
            trial.judge(
              outcome,
              { labels: ['connection lost'], written },
              `cut after byte ${bytes} of the login`,
            )
          } else {
            trial.note(label)
            trial.expect(label === 'connection lost', `opening, cut after byte ${bytes}: came to "${label}".`)
            relay.cutAfter(direction, never)
            opened = await open()
          }
          relay.cutAfter(direction, never)
          // A login that was short of so many bytes: the cut has met the call.
          if (!trial.client.pooled && label === 'answered') {
            await trial.close(opened).catch(() => {})
            opened = await open()
          }
          await trial.nextCaller(opened)
          await trial.close(opened)
        }
      }
    })
  },
}

const stalled: Fault = {
  name: 'connection that stands still for a while',
  promise: 'answered when it goes on',
  happensTo: toRemote,
  async run(trial) {
    for (const call of callsOf(trial.client)) {
      await relayed(trial, async (relay, open) => {
        const opened = await open()
        await trial.nextCaller(opened)
        relay.stall()
        setTimeout(() => relay.resume(), 200)
        const outcome = await trial.attempt(await trial.as(opened, 'alice'), call)
        trial.judge(outcome, { labels: ['answered'] }, 'stalled')
        await trial.nextCaller(opened)
      })
    }
  },
}

export const connectionFaults: readonly Fault[] = [cutLogin, cutRequest, cutAnswer, stalled]
