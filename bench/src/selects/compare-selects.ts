import type { Verifier } from '@rowauth/core'
import { type PostgresProxy, startProxy } from '@rowauth/testing'
import { contest, timeOf } from '../contest.js'
import { duration, ratio, table } from '../markdown.js'
import { assertCorrect, names, selectContestants, type Visitor } from './contestants.js'
import type { Logins } from './database.js'

export interface Selects {
  readonly loopback: ReadonlyMap<string, number>
  readonly distant: ReadonlyMap<string, number>
  /** Markdown. */
  readonly report: string
}

export const latency = 10

/** Compares the contestants on loopback, with latency, and on the wire. */
export async function compareSelects(
  logins: Logins,
  verifier: Verifier,
  visitors: readonly Visitor[],
): Promise<Selects> {
  const near = await selectContestants(logins, verifier, visitors)
  for (const contestant of near.contestants) await assertCorrect(contestant)
  const loopback = await contest(near.contestants, { rounds: 100, runs: 40, warmup: 25 })
  await near.close()

  const proxies = { owner: await startProxy(logins.owner), application: await startProxy(logins.application) }
  const far = await selectContestants(
    { owner: proxies.owner.connectionString, application: proxies.application.connectionString },
    verifier,
    visitors,
  )
  const wire: string[][] = []
  for (const contestant of far.contestants) {
    const first = await traffic(proxies, contestant.run)
    for (let call = 0; call < 10; call += 1) await contestant.run()
    const later = await traffic(proxies, contestant.run)
    wire.push([contestant.name, String(later.roundTrips), bytes(first), bytes(later)])
  }
  for (const proxy of Object.values(proxies)) proxy.setLatency(latency)
  const distant = await contest(far.contestants, { rounds: 30, runs: 5, warmup: 3 })
  await far.close()
  for (const proxy of Object.values(proxies)) await proxy.close()

  const report = [
    '### Time of one select, on loopback\n',
    times(loopback),
    `\n### Time of one select, at ${latency} ms round-trip time\n`,
    times(distant),
    '\n### On the wire, per select\n',
    table(['', 'round trips', 'first on a connection: bytes out / in', 'later: bytes out / in'], wire),
  ].join('\n')
  return { loopback, distant, report }
}

function times(medians: ReadonlyMap<string, number>): string {
  const [prepared, unprepared] = [names.authenticated, names.unprepared].map((name) => timeOf(medians, name))
  return table(
    ['', 'median', '÷ ours', '÷ ours, `prepare: false`'],
    [...medians].map(([name, time]) => [
      name,
      duration(time),
      ratio(time / (prepared ?? Number.NaN)),
      ratio(time / (unprepared ?? Number.NaN)),
    ]),
  )
}

interface Counted {
  readonly roundTrips: number
  readonly out: number
  readonly in: number
}

async function traffic(
  proxies: Record<keyof Logins, PostgresProxy>,
  run: () => Promise<unknown>,
): Promise<Counted> {
  const both = Object.values(proxies)
  for (const proxy of both) proxy.reset()
  await run()
  const sum = (of: (proxy: PostgresProxy) => number) => both.reduce((total, proxy) => total + of(proxy), 0)
  return {
    roundTrips: sum((proxy) => proxy.roundTrips),
    out: sum((proxy) => proxy.bytesToServer),
    in: sum((proxy) => proxy.bytesToClient),
  }
}

const bytes = (counted: Counted) => `${counted.out} / ${counted.in}`
