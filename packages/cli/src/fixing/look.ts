import type { DoctorClient } from '../doctor/doctor-client.js'
import type { Finding } from '../doctor/finding.js'
import type { Subject } from '../doctor/options.js'
import { runLints } from '../doctor/run-lints.js'

/** Runs the lints as they run otherwise, unable to change anything, in a transaction that changes something. */
export async function look(client: DoctorClient, subject: Subject): Promise<Finding[]> {
  await client.query('savepoint look')
  try {
    await client.query('set transaction read only')
    return await runLints(client, subject)
  } finally {
    // Takes back the setting, too.
    await client.query('rollback to look; release look')
  }
}
