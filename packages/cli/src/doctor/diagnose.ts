import { catalogSettings } from '../database/read-catalog.js'
import type { DoctorClient } from './doctor-client.js'
import type { Finding } from './finding.js'
import { lints } from './generated.js'
import { type DiagnoseOptions, resolveOptions } from './options.js'
import { findAdoption } from './presumed-adoption.js'
import { runLints } from './run-lints.js'

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
  const numbers = lints.map(({ number }) => number)
  await client.query('begin transaction isolation level repeatable read, read only')
  try {
    await client.query(catalogSettings)
    return await runLints(client, resolveOptions(options, numbers, await findAdoption(client, options)))
  } finally {
    await client.query('rollback')
  }
}
