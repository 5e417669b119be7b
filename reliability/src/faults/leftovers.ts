import { setTimeout as delay } from 'node:timers/promises'
import type { Bench } from '../bench/bench.js'

/** What keeps the process alive or listens to it, by kind. */
export type Resources = ReadonlyMap<string, number>

const watched = new Set(['TCPSocketWrap', 'Timeout', 'TCPServerWrap', 'FSReqCallback', 'TCPConnectWrap'])

export function resourcesInUse(): Resources {
  const counts = new Map<string, number>()
  const add = (name: string, count: number) => counts.set(name, (counts.get(name) ?? 0) + count)
  for (const name of process.getActiveResourcesInfo()) if (watched.has(name)) add(name, 1)
  for (const event of process.eventNames()) add(`listener of ${String(event)}`, process.listenerCount(event))
  return counts
}

/** Sessions of the application's login role. */
async function sessions({ owner, login }: Bench): Promise<number> {
  const { rows } = await owner.query('select from pg_stat_activity where usename = $1', [login])
  return rows.length
}

/** Milliseconds that what is on its way out gets. */
const patience = 3_000

/** What is still there after a client was closed, in words; empty: nothing. */
export async function leftovers(bench: Bench, before: Resources): Promise<string[]> {
  const look = async () => {
    // In this order: the question needs a connection itself.
    const open = await sessions(bench)
    const more = [...resourcesInUse()].filter(([name, count]) => count > (before.get(name) ?? 0))
    return [
      ...(open === 0 ? [] : [`${open} sessions`]),
      ...more.map(([name, count]) => `${count - (before.get(name) ?? 0)} ${name}`),
    ]
  }
  for (const end = performance.now() + patience; performance.now() < end; await delay(20)) {
    const left = await look()
    if (left.length === 0) return []
  }
  return await look()
}
