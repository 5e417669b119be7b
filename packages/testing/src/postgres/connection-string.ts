import pg from 'pg'

/** The same server, credentials and parameters, but another database. */
export function otherDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.href
}

/** Runs `work` on a connection that is closed afterwards. */
export async function withClient<T>(
  connectionString: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString })
  // A server that goes away reports it twice: to the pending call, and here.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Major version of the server, as in 18. */
export async function serverMajor(connectionString: string): Promise<number> {
  const { rows } = await withClient(connectionString, (client) =>
    client.query<{ number: number }>("select current_setting('server_version_num')::int / 10000 as number"),
  )
  const [row] = rows
  if (row === undefined) throw new Error('The server did not tell its version.')
  return row.number
}
