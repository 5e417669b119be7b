import { eq, sql } from 'drizzle-orm'
import { entries } from '../bench/tables.js'
import type { Handle } from '../clients/client-under-test.js'
import type { EntryRow } from './ledger.js'

type Queries = Pick<Handle, 'select' | 'insert' | 'update' | 'delete'>

export const columns = { userId: entries.userId, marker: entries.marker, n: entries.n }

/** All rows that the user sees. */
export function readAll(db: Queries) {
  return db.select(columns).from(entries)
}

export function insertEntry(db: Queries, marker: string, n: number) {
  return db.insert(entries).values({ marker, n }).returning(columns)
}

export function setEntry(db: Queries, marker: string, n: number) {
  return db.update(entries).set({ n }).where(eq(entries.marker, marker)).returning(columns)
}

export function deleteEntry(db: Queries, marker: string) {
  return db.delete(entries).where(eq(entries.marker, marker)).returning(columns)
}

/** Who the database takes the caller for. */
export function whoAmI(db: Queries) {
  return db
    .select({
      id: sql<string | null>`(select auth.user_id())`,
      role: sql<string>`current_user`,
    })
    .from(sql`(select) as nothing`)
}

/** Rows as one text, for comparisons. */
export function shown(rows: readonly EntryRow[]): string {
  return rows.map(({ userId, marker, n }) => `${userId} ${marker} ${n}`).join(', ')
}
