import { sharedByCopies } from '@rowauth/core/internal'
import { is, isSQLWrapper, SQL, type Table } from 'drizzle-orm'
import { ExtraConfigColumn } from 'drizzle-orm/pg-core'
import { fingerprint } from './fingerprint.js'
import type { RenderedCondition } from './policy-condition.js'

/** One command of a definition with what it asks for. */
export interface NamedCondition {
  readonly command: string
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
function tableOf(chunk: unknown, seen = new Set<unknown>()): object | undefined {
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

/** The definitions met so far, per table and stem. drizzle-orm runs a table's callback many times over. */
const definitions = /* @__PURE__ */ sharedByCopies(
  'policy definitions 1',
  () => new WeakMap<object, Map<string, string[]>>(),
)

function ordinal(table: object, stem: string, definition: string): number {
  const byStem = definitions.get(table) ?? new Map<string, string[]>()
  definitions.set(table, byStem)
  const known = byStem.get(stem) ?? []
  byStem.set(stem, known)
  if (!known.includes(definition)) known.push(definition)
  return known.indexOf(definition) + 1
}

/**
 * Names the policies of one definition so that no two different ones of a table share a name. Where the table
 * is known, further definitions with the same stem are numbered: a changed condition then keeps its name, and
 * drizzle-kit alters the policy in place. Otherwise the name tells the condition itself.
 */
export function namePolicies(stem: string, policies: readonly NamedCondition[]): string[] {
  const table = tableOf(policies.flatMap(({ conditions }) => conditions.map(({ expression }) => expression)))
  const texts = policies.map(({ command, conditions }) => [command, ...conditions.map(({ text }) => text)])
  if (table !== undefined) {
    const number = ordinal(table, stem, JSON.stringify(texts))
    return policies.map(({ command }) => joinName(stem, number === 1 ? command : `${command}_${number}`))
  }
  return texts.map(([command, ...conditions]) => {
    if (conditions.every((text) => text === 'true')) return joinName(stem, `${command}_all`)
    if (conditions.every((text) => text === 'false')) return joinName(stem, `${command}_none`)
    return joinName(stem, `${command}_${fingerprint(conditions.join('\n'))}`)
  })
}
