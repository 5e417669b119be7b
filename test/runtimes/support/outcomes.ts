import type { NewProject } from '../../packing/new-project.js'
import type { ClientSettings } from './settings.js'

/** What `project/calls.mjs` says of each call of a client: `works`, the code of a refusal, or the error. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The clients, with what the tables call them. */
const titles = {
  'node-postgres': 'node-postgres',
  'postgres-js': 'postgres.js',
  'neon-serverless': 'Neon over WebSockets',
  'neon-http': 'Neon over HTTP',
  pglite: 'PGlite',
} as const

export const clientNames = Object.keys(titles) as (keyof typeof titles)[]

/** Those that have a server elsewhere. */
export const remoteNames = clientNames.filter((name) => name !== 'pglite')

/** The heads of the columns of some clients. */
export const columnsOf = (names: readonly (keyof typeof titles)[]): string[] =>
  names.map((name) => titles[name])

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
  'postgres-js': all,
  'neon-serverless': all,
  'neon-http': { ...all, transaction: 'unsupported' },
  pglite: all,
}

/** The same of some clients. */
export const expectedOf = (names: readonly string[]): Outcomes =>
  Object.fromEntries(Object.entries(expected).filter(([name]) => names.includes(name)))
