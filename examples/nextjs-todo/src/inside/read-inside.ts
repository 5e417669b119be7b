import { sql } from 'drizzle-orm'
import type { OwnDatabase } from '@/db/database'
import { settings } from '@/settings'

interface Identity extends Record<string, unknown> {
  role: string
  login: string
  claims: Record<string, unknown>
}

interface Policy extends Record<string, unknown> {
  table: string
  name: string
  command: string
  using: string | null
  check: string | null
}

/** Who the database takes somebody for, and the policies that hold for them: both as the database tells it. */
export async function readInside(mine: OwnDatabase): Promise<{ identity: Identity; policies: Policy[] }> {
  const [who, policies] = await mine.batch([
    mine.execute<Identity>(sql`select current_user as role, session_user as login, auth.session() as claims`),
    mine.execute<Policy>(sql`
      select tablename as table, policyname as name, cmd as command, qual as using, with_check as check
      from pg_policies
      where current_user = any (roles) and schemaname = 'public'
      order by tablename, array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], cmd)
    `),
  ])
  const [identity] = who.rows
  if (identity === undefined) throw new Error('The database did not say who this is.')
  return { identity, policies: policies.rows }
}

/** What the proxy in front of the database has counted, where `pnpm todo` has started one. */
export async function readWireCount(): Promise<{ roundTrips: number; connections: number } | undefined> {
  const { WIRE_COUNTER_URL } = settings()
  if (!WIRE_COUNTER_URL) return undefined
  const response = await fetch(WIRE_COUNTER_URL, { cache: 'no-store' })
  return await response.json()
}
