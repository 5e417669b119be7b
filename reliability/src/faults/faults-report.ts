import { table } from '../report/table.js'
import type { Verdict } from './run-faults.js'

const shown = (outcomes: ReadonlyMap<string, number>) =>
  [...outcomes]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label]) => label)
    .join(', ')

/** Faults, clients, tries and outcomes, as a Markdown table. */
export function faultsTable(verdicts: readonly Verdict[]): string {
  const order = [...new Set(verdicts.map(({ fault }) => fault))]
  const rows = order.flatMap((fault) =>
    verdicts
      .filter((verdict) => verdict.fault === fault)
      .map(({ client, tries, outcomes, wrong }, index) => [
        index === 0 ? fault.name : '',
        index === 0 ? fault.promise : '',
        client,
        String(tries),
        shown(outcomes),
        String(wrong.length),
      ]),
  )
  return table(['fault', 'what has to come of it', 'client', 'tries', 'calls came to', 'wrong'], rows)
}

export function wrongOutcomes(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ fault, client, wrong }) =>
    wrong.map((what) => `${fault.name}, ${client}, ${what}`),
  )
}
