import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { CliError } from '../cli-error.js'
import { isRecord } from '../record.js'
import { databaseOf } from './config-database.js'
import { type RunOptions, runNode } from './run-node.js'

const loader = fileURLToPath(new URL('./load-config.mjs', import.meta.url))

/** What matters here of a drizzle-kit config. */
export interface KitConfig {
  /** The migrations folder as the config has it. */
  readonly out: string
  /** The database of `dbCredentials`, where one is set that speaks the Postgres protocol. */
  readonly database: pg.ClientConfig | undefined
  /** The schemas that the kit looks at; undefined: not set. */
  readonly schemaFilter: readonly string[] | undefined
  /** `entities.roles`: `true` makes roles that are not in the Drizzle schema the kit's business. */
  readonly managesAllRoles: boolean
}

/**
 * Reads a drizzle-kit config.
 *
 * @throws {CliError} `config_unreadable`, `config_not_postgres`
 */
export async function readConfig(path: string, options: RunOptions): Promise<KitConfig> {
  const config = await load(path, options)
  if (!isRecord(config)) {
    throw unreadable(path, 'It exports no config as its default.')
  }
  const { dialect, out = 'drizzle', schemaFilter, entities } = config
  if (dialect !== 'postgresql') {
    const what = dialect === undefined ? 'names no dialect' : 'names a dialect other than "postgresql"'
    throw new CliError('config_not_postgres', `${basename(path)} ${what}.`, {
      hint: 'Row-level security is a matter of PostgreSQL; give another config after --config.',
    })
  }
  if (typeof out !== 'string' || out === '') throw unreadable(path, 'Its "out" is no path.')
  return {
    out,
    database: databaseOf(config),
    schemaFilter:
      typeof schemaFilter === 'string'
        ? [schemaFilter]
        : Array.isArray(schemaFilter)
          ? schemaFilter.map(String)
          : undefined,
    managesAllRoles: isRecord(entities) && entities.roles === true,
  }
}

async function load(path: string, options: RunOptions): Promise<unknown> {
  if (path.endsWith('.json')) {
    try {
      return JSON.parse(await readFile(path, 'utf8'))
    } catch {
      throw unreadable(path, 'It is no JSON.')
    }
  }
  const { exitCode, output, result } = await runNode([loader, path], options)
  if (result !== '') return JSON.parse(result)
  const [problem] = /^\w*Error\b.*$/m.exec(output) ?? []
  throw unreadable(
    path,
    problem ?? (exitCode === undefined ? 'It does not come to an end.' : 'It cannot be run.'),
  )
}

function unreadable(path: string, problem: string): CliError {
  return new CliError('config_unreadable', `${basename(path)} cannot be read. ${problem}`, {
    hint: 'Fix it until drizzle-kit itself can read it, or give another one after --config.',
  })
}
