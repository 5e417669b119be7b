import { catalogSettings } from '../database/read-catalog.js'
import type { DoctorClient } from './doctor-client.js'
import type { Finding } from './finding.js'
import { lints } from './generated.js'
import { type DiagnoseOptions, resolveOptions, type Subject } from './options.js'
import { findAdoption } from './presumed-adoption.js'
import { type Diagnosis, lookThrough } from './run-lints.js'

/**
 * Looks through a live database for what makes row-level security ineffective, slow or broken, and changes nothing:
 * it reads catalogs in a read-only transaction, which any role may do. PostgreSQL 14 to 18.
 *
 * @example
 * ```ts
 * const findings = await diagnose(client, { appRole: 'authenticator' })
 * ```
 * @param client - connected, and not in a transaction
 * @param options - names that differ, the role that the application logs in as, lints to leave out
 * @returns the findings in the order of their numbers
 * @throws {RangeError} when `ignore` names a lint that is none, or there is no role `appRole`; {TypeError} for a name
 *   that PostgreSQL cannot hold
 */
export async function diagnose(client: DoctorClient, options: DiagnoseOptions = {}): Promise<Finding[]> {
  return (await diagnoseAll(client, options)).findings
}

/** The same, with what comments say to ignore. */
export function diagnoseAll(client: DoctorClient, options: DiagnoseOptions): Promise<Diagnosis> {
  return readOnly(client, options, (subject) => lookThrough(client, subject))
}

/** What {@link diagnose} would look at with the same options. */
export function readSubject(client: DoctorClient, options: DiagnoseOptions): Promise<Subject> {
  return readOnly(client, options, async (subject) => subject)
}

async function readOnly<Result>(
  client: DoctorClient,
  options: DiagnoseOptions,
  run: (subject: Subject) => Promise<Result>,
): Promise<Result> {
  const numbers = lints.map(({ number }) => number)
  await client.query('begin transaction isolation level repeatable read, read only')
  try {
    await client.query(catalogSettings)
    return await run(resolveOptions(options, numbers, await findAdoption(client, options)))
  } finally {
    await client.query('rollback')
  }
}
