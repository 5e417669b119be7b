import { npmVersion as orm } from 'drizzle-orm/version'
import type pg from 'pg'
import { isLong, type Outcome } from './fuzz-cases.js'

/** Prints what a long run had in it. */
export async function report(
  name: string,
  { attempts, differences }: Outcome,
  counts: object,
  owner: pg.Client,
): Promise<void> {
  if (!isLong) return
  const { rows } = await owner.query<{ server_version: string }>('show server_version')
  const parts = Object.entries({ ...counts, differences }).map(([what, count]) => `${count} ${what}`)
  const server = rows[0]?.server_version.split(' ')[0]
  console.log(
    `${name} on drizzle-orm ${orm}, PostgreSQL ${server}, from seed ${process.env.ROWAUTH_FUZZ_SEED} on: ` +
      `${attempts} cases, ${parts.join(', ')}`,
  )
}
