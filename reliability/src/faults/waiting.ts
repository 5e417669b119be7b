import { setTimeout as delay } from 'node:timers/promises'
import type { Trial } from './trial.js'

/** Milliseconds. */
const patience = 10_000

/** Gives the process of a session of the application's that a condition on `pg_stat_activity` finds. */
export async function backendWhere(trial: Trial, condition: string): Promise<number> {
  const { owner, login } = trial.bench
  for (const end = performance.now() + patience; performance.now() < end; await delay(5)) {
    const { rows } = await owner.query(
      `select pid from pg_stat_activity where usename = $1 and ${condition}`,
      [login],
    )
    if (rows[0] !== undefined) return Number(rows[0].pid)
  }
  throw new Error(`No session came to be: ${condition}`)
}

export const waitsForLock = "wait_event_type = 'Lock'"

/** A promise that is settled from outside. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}

/** Runs some work while the owner holds a lock on the table that users write to. */
export async function whileLocked<T>(
  trial: Trial,
  work: (unlock: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { Client } = (await import('pg')).default
  const address = new URL(trial.server.connectionString)
  address.pathname = new URL(trial.bench.url).pathname
  const client = new Client(address.href)
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin; lock table entries in exclusive mode')
    return await work(async () => {
      await client.query('rollback')
    })
  } finally {
    await client.end().catch(() => {})
  }
}

/** Runs some work while the login role has settings of its own; they hold for connections that are opened meanwhile. */
export async function withSettings<T>(
  trial: Trial,
  settings: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const { owner, login } = trial.bench
  for (const [name, value] of Object.entries(settings)) {
    await owner.query(`alter role ${login} set ${name} = '${value}'`)
  }
  try {
    return await work()
  } finally {
    await owner.query(`alter role ${login} reset all`)
  }
}
