import type { Rights } from '../support/rights.js'

/** One column of the rows that a viewpoint sees of a relation. */
export function seen(rights: Rights, viewpoint: string, relation: string, column: string): unknown[] {
  const rows = rights[`rows of ${viewpoint}`]?.[relation]
  if (!Array.isArray(rows)) throw new Error(`No rows of ${relation} for ${viewpoint}: ${rows}`)
  return rows.map((row) => JSON.parse(row)[column])
}
