import pg from 'pg'

/** Runs SQL on a connection of its own; returns the rows of the last statement. */
export async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => {
    const results = await client.query(sql)
    return (Array.isArray(results) ? results.at(-1) : results).rows
  })
}

/** Runs `work` on a connection that is closed afterwards. */
export async function withConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Gives the superuser that initdb made another name, which only somebody else can do. */
export async function rename(url: string, superuser: string): Promise<void> {
  const { username, password } = new URL(url)
  if (username === superuser) return
  const other = new URL(url)
  other.username = 'road_setup'
  await execute(url, `create role road_setup superuser login password ${pg.escapeLiteral(password)}`)
  await execute(
    other.href,
    `alter role ${pg.escapeIdentifier(username)} rename to ${pg.escapeIdentifier(superuser)}`,
  )
  other.username = superuser
  await execute(other.href, 'drop role road_setup')
}
