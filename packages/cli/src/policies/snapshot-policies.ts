import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CliError } from '../cli-error.js'
import { isRecord, parseRecord } from '../record.js'
import { type Policy, policyOf, type TableName } from './policy.js'
import { replaySnapshots } from './snapshot-deltas.js'

/** What drizzle-kit has noted of the Drizzle schema with the last migration that it generated. */
export interface Snapshot {
  /** Where it stands, from the migrations folder. */
  readonly file: string
  readonly policies: readonly Policy[]
  /** Tables whose row-level security the schema turns on, by policies or by itself. */
  readonly secured: readonly TableName[]
}

type Json = Readonly<Record<string, unknown>>

/**
 * Reads the last snapshot of a migrations folder: before 1.0 a file of the whole, since then the first one and what
 * each migration has changed since.
 *
 * @returns undefined where there is none
 * @throws {CliError} `migrations_inconsistent` for one that is no JSON: the one before it has what was meant before
 */
export async function readSnapshot(folder: string): Promise<Snapshot | undefined> {
  return (await readWhole(folder)) ?? (await readChanges(folder))
}

async function readWhole(folder: string): Promise<Snapshot | undefined> {
  const journal = await readJson(join(folder, 'meta', '_journal.json'))
  const entries = Array.isArray(journal?.entries) ? journal.entries.filter(isRecord) : []
  for (const { tag } of entries.reverse()) {
    const file = join('meta', `${String(tag).split('_')[0]}_snapshot.json`)
    const snapshot = await readSnapshotFile(folder, file)
    if (snapshot !== undefined) return { file, ...ofWhole(snapshot) }
  }
  return undefined
}

function ofWhole({ tables, policies: linked }: Json): Omit<Snapshot, 'file'> {
  const policies: Policy[] = []
  const secured: TableName[] = []
  for (const each of records(tables)) {
    const { name: table, schema } = each
    const own = records(each.policies)
    for (const { to, withCheck, ...rest } of own) {
      policies.push(policyOf({ name: rest.name, ...rest, schema, table, roles: to, check: withCheck }))
    }
    if (own.length > 0 || each.isRLSEnabled === true) {
      secured.push({ schema: String(schema || 'public'), table: String(table) })
    }
  }
  for (const { on, to, withCheck, name, ...rest } of records(linked)) {
    const [table, schema] = [...String(on).matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)]
      .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain)
      .reverse()
    policies.push(policyOf({ ...rest, schema, table, name, roles: to, check: withCheck }))
  }
  return { policies, secured }
}

async function readChanges(folder: string): Promise<Snapshot | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const snapshots: Json[] = []
  let file: string | undefined
  for (const name of names.sort()) {
    const snapshot = await readSnapshotFile(folder, join(name, 'snapshot.json'))
    if (snapshot === undefined) continue
    file = join(name, 'snapshot.json')
    snapshots.push(snapshot)
  }
  if (file === undefined) return undefined
  const rows = replaySnapshots(snapshots)
  const policies = rows
    .filter(({ entityType }) => entityType === 'policies')
    .map(({ schema, table, name, withCheck, ...rest }) =>
      policyOf({ ...rest, schema, table, name, check: withCheck }),
    )
  const secured = rows
    .filter(({ entityType, isRlsEnabled }) => entityType === 'tables' && isRlsEnabled === true)
    .map(({ schema, name }) => ({ schema: String(schema), table: String(name) }))
  return { file, policies, secured }
}

function records(value: unknown): Json[] {
  return isRecord(value) ? Object.values(value).filter(isRecord) : []
}

async function readSnapshotFile(folder: string, file: string): Promise<Json | undefined> {
  const text = await readText(join(folder, file))
  const snapshot = text === undefined ? undefined : parseRecord(text)
  if (text === undefined || snapshot !== undefined) return snapshot
  throw new CliError('migrations_inconsistent', `${file} is no JSON: policies cannot be compared with it.`, {
    hint: 'Where two branches were merged, take one of both and run drizzle-kit generate.',
  })
}

async function readJson(path: string): Promise<Json | undefined> {
  const text = await readText(path)
  return text === undefined ? undefined : parseRecord(text)
}

function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
