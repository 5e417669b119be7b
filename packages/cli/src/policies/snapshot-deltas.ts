import { isRecord } from '../record.js'

type Row = Readonly<Record<string, unknown>>

/** What a delta's key names an entity of these kinds by. */
const identities: Readonly<Record<string, readonly string[]>> = {
  schemas: ['name'],
  tables: ['schema', 'name'],
  policies: ['schema', 'table', 'name'],
}

/**
 * The schemas, tables and policies that the snapshots of drizzle-kit 1.0 end with. A snapshot is the whole (`ddl`)
 * or what has changed (`deltas`): rows made, dropped, altered or renamed.
 */
export function replaySnapshots(snapshots: readonly Row[]): Row[] {
  let rows: Row[] = []
  for (const { ddl, deltas } of snapshots) {
    // A migration written by hand has the whole without a row: nothing that was there is gone by it.
    if (Array.isArray(ddl) && (ddl.length > 0 || rows.length === 0)) rows = ddl.filter(isRecord)
    for (const delta of Array.isArray(deltas) ? deltas.filter(isRecord) : []) rows = applyDelta(rows, delta)
  }
  return rows
}

function applyDelta(rows: Row[], { op, row, key, set }: Row): Row[] {
  if (op === 'create') return isRecord(row) ? [...rows, row] : rows
  const found = rows.find((each) => keyOf(each) === key)
  if (found === undefined) return rows
  const others = rows.filter((each) => each !== found)
  if (op === 'drop') return others.filter((each) => !belongs(each, found))
  const changed = { ...found, ...(isRecord(set) ? set : {}) }
  return [
    ...others.map((each) => (belongs(each, found) ? { ...each, ...movedTo(found, changed) } : each)),
    changed,
  ]
}

function keyOf(row: Row): string | undefined {
  const fields = identities[String(row.entityType)]
  return fields && `${String(row.entityType)}\0${JSON.stringify(fields.map((field) => row[field]))}`
}

/** Whether a row is one of a schema or a table. */
function belongs(row: Row, to: Row): boolean {
  if (to.entityType === 'schemas') return row.schema === to.name
  return to.entityType === 'tables' && row.schema === to.schema && row.table === to.name
}

function movedTo(from: Row, to: Row): Row {
  if (from.entityType === 'schemas') return { schema: to.name }
  return { schema: to.schema, table: to.name }
}
