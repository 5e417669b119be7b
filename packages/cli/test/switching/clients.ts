import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** Opens a transaction for its user: one statement after `begin`, as drivers of both modes send it. */
export type Opening = (client: pg.Client) => Promise<unknown>

/** A client that asks for its rows without a pause, until it is stopped. */
export interface LoadClient {
  /** Waits until so many requests more have begun and ended. */
  served(requests: number): Promise<void>
  /** Ends it with the request that it is at. */
  stop(): Promise<void>
  /** Whatever went wrong: errors, rows of others, rows that were missing. */
  readonly faults: readonly string[]
}

/**
 * Starts a client of an application: each request is a transaction that is opened, reads all rows that it may, waits,
 * and reads again.
 *
 * @param rows - of its user, who is the name that they carry
 */
export async function startClient(
  url: string,
  user: string,
  rows: number,
  opening: Opening,
): Promise<LoadClient> {
  const client = new pg.Client(url)
  await client.connect()
  const faults: string[] = []
  let requests = 0
  let isStopped = false

  async function look(): Promise<void> {
    // Prepared, as drivers do it: the functions of the schema may be part of its plan.
    const { rows: found } = await client.query<{ owner: string }>({
      name: 'look',
      text: 'select owner from notes',
    })
    if (found.some(({ owner }) => owner !== user)) faults.push(`${user} saw a row of somebody else`)
    if (found.length !== rows) faults.push(`${user} saw ${found.length} rows`)
  }

  async function request(): Promise<void> {
    await client.query('begin')
    await opening(client)
    await look()
    // What is installed meanwhile meets a transaction that was opened before.
    await pause(3)
    await look()
    await client.query('commit')
  }

  const done = (async () => {
    while (!isStopped) {
      try {
        await request()
      } catch (error) {
        faults.push(`${user}: ${error instanceof Error ? error.message : String(error)}`)
        await client.query('rollback')
      }
      requests += 1
    }
    await client.end()
  })()

  return {
    async served(more) {
      const until = requests + more + 1
      while (requests < until) await pause(5)
    },
    async stop() {
      isStopped = true
      await done
    },
    faults,
  }
}
