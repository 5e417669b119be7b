import type { AuthSession, Verifier } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { notes } from '../../src/schema.js'

/** What a person sees and writes, by a session or by a token. */
export function notesOf(pool: pg.Pool, verifier?: Verifier) {
  const db = withAuth(drizzle({ client: pool }), verifier === undefined ? {} : { verifier })
  return {
    async write(
      who: AuthSession | string | null,
      body: string,
      more: { orgId?: string; published?: boolean } = {},
    ) {
      await db
        .$withAuth(who)
        .insert(notes)
        .values({ body, ...more })
    },
    async read(who: AuthSession | string | null): Promise<string[]> {
      const rows = await db.$withAuth(who).select({ body: notes.body }).from(notes).orderBy(notes.id)
      return rows.map(({ body }) => body)
    },
    execute: (who: AuthSession | string | null, text: string) => db.$withAuth(who).execute(sql.raw(text)),
  }
}
