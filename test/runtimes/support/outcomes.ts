import type { NewProject } from '../../packing/new-project.js'
import type { ClientSettings } from './settings.js'

/** What `project/clients.mjs` says of each call of a client: `works`, the code of a refusal, or the error. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, string>>>>

export const clientNames = ['node-postgres', 'neon-http', 'pglite'] as const

/** Runs the program in a project. */
export async function outcomesOf(
  project: NewProject,
  [command, ...args]: readonly [string, ...string[]],
  settings: ClientSettings,
  names: readonly string[] = clientNames,
): Promise<Outcomes> {
  return JSON.parse(await project.run(command, [...args, ...names], settings.env)) as Outcomes
}

/** A cell of the table: the calls that work. */
export function callsThatWork(calls: Readonly<Record<string, string>> = {}): string {
  return Object.keys(calls)
    .filter((name) => calls[name] === 'works')
    .join(', ')
}

const all = { select: 'works', batch: 'works', transaction: 'works' }

/** What is to come out where everything runs: a transaction over HTTP is refused, by design. */
export const expected: Outcomes = {
  'node-postgres': all,
  'neon-http': { ...all, transaction: 'unsupported' },
  pglite: all,
}
