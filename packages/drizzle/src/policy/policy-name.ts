import { sharedByCopies } from '@rowauth/core/internal'
import { getTableName, is, isSQLWrapper, SQL, type Table } from 'drizzle-orm'
import { ExtraConfigColumn } from 'drizzle-orm/pg-core'
import { fingerprint } from './fingerprint.js'
import type { RenderedCondition } from './rendering/render-expression.js'

/** A policy with its name, and all that it says as a text. */
export interface NamedPolicy {
  readonly name: string
  readonly definition: string
  readonly conditions: readonly RenderedCondition[]
}

/** PostgreSQL cuts longer identifiers off, after which drizzle-kit would find a policy that it does not know. */
const maxNameBytes = 63

const encoder = new TextEncoder()

/** Joins the parts to a name that fits; what is cut off lives on in a fingerprint. */
export function joinName(stem: string, ending: string): string {
  const whole = `${stem}_${ending}`
  if (encoder.encode(whole).length <= maxNameBytes) return whole
  const tail = `_${fingerprint(stem)}_${ending}`
  let head = ''
  let room = maxNameBytes - tail.length
  for (const character of stem) {
    room -= encoder.encode(character).length
    if (room < 0) break
    head += character
  }
  return head + tail
}

/** The table that is being defined, known by the columns that `pgTable` hands to its callback. */
function tableOf(chunk: unknown, seen = new Set<unknown>()): Table | undefined {
  if (typeof chunk !== 'object' || chunk === null || seen.has(chunk)) return undefined
  seen.add(chunk)
  if (is(chunk, ExtraConfigColumn)) return Reflect.get(chunk, 'table') as Table
  const inner = is(chunk, SQL) ? chunk.queryChunks : Array.isArray(chunk) ? chunk : undefined
  if (inner === undefined) return isSQLWrapper(chunk) ? tableOf(chunk.getSQL(), seen) : undefined
  for (const part of inner) {
    const table = tableOf(part, seen)
    if (table !== undefined) return table
  }
  return undefined
}

/** The policies met so far, by table and name. drizzle-orm runs a table's callback many times over. */
const known = /* @__PURE__ */ sharedByCopies(
  'policy definitions 2',
  () => new WeakMap<object, Map<string, string>>(),
)

/**
 * Refuses a second policy of the same name on one table, where the table is known: the conditions mention a column. Elsewhere
 * drizzle-kit refuses it. Names say nothing of what is asked for, nor of the order: a policy keeps its name, and drizzle-kit
 * alters it in place, whatever changes around it.
 *
 * @throws {TypeError}
 */
export function assertNames(policies: readonly NamedPolicy[]): void {
  const table = tableOf(policies.flatMap(({ conditions }) => conditions.map(({ expression }) => expression)))
  if (table === undefined) return
  const byName = known.get(table) ?? new Map<string, string>()
  known.set(table, byName)
  for (const { name, definition } of policies) {
    const before = byName.get(name) ?? definition
    byName.set(name, before)
    if (before === definition) continue
    throw new TypeError(
      `crudPolicy(): two definitions make a policy "${name}" of "${getTableName(table)}". Give one of them a name that says ` +
        "what it is for, as in crudPolicy({ name: 'admins', … }).",
    )
  }
}
