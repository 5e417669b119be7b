import { timeOf } from './contest.js'
import type { Handles } from './handles/time-handles.js'
import { duration, ratio, table } from './markdown.js'
import { latency, type Selects } from './selects/compare-selects.js'
import { names } from './selects/contestants.js'
import type { Verification } from './time-verification.js'

/** What rowauth promises to cost, beside what it did cost in this run. */
export function aims({ loopback, distant }: Selects, handles: Handles, verification: Verification): string {
  const faster = (medians: ReadonlyMap<string, number>, than: string) =>
    timeOf(medians, than) / timeOf(medians, names.authenticated)
  const atLeast = (what: string, aim: number, value: number) => [
    what,
    `≥ ${ratio(aim)}`,
    ratio(value),
    value >= aim ? 'met' : 'missed',
  ]
  const below = (what: string, aim: number, value: number) => [
    what,
    `< ${duration(aim)}`,
    duration(value),
    value < aim ? 'met' : 'missed',
  ]
  const far = `at ${latency} ms`
  return table(
    ['authenticated select, its speed against …', 'aim', 'measured', ''],
    [
      atLeast(`${names.where}, on loopback`, 1, faster(loopback, names.where)),
      atLeast(`${names.pinned}, on loopback`, 0.95, faster(loopback, names.pinned)),
      atLeast(`${names.where}, ${far}`, 0.95, faster(distant, names.where)),
      atLeast(`${names.transaction}, ${far}`, 4, faster(distant, names.transaction)),
      below('`verify` of a token seen before', 5, verification.cached),
      below('`$withAuth(token)`, any schema', 5, handles.slowest),
    ],
  )
}
