import pg from 'pg'

/** Somebody as whom the application asks the database: the way in which it did so before rowauth. */
export interface Viewpoint {
  readonly name: string
  /** What `set local role` names. Absent: the role that has logged in. */
  readonly role?: string
  /** What `set_config` sets for the transaction. */
  readonly settings: Readonly<Record<string, string>>
}

/** Takes a viewpoint for the rest of the transaction. */
export async function takeViewpoint(client: pg.Client, { role, settings }: Viewpoint): Promise<void> {
  for (const [name, value] of Object.entries(settings)) {
    await client.query('select set_config($1, $2, true)', [name, value])
  }
  if (role !== undefined) await client.query(`set local role ${pg.escapeIdentifier(role)}`)
}
