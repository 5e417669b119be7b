import type { Condition, Definition, Value } from './condition.js'
import { isPlain } from './vocabulary.js'

/**
 * What of a definition a kit could not carry, or Drizzle not write: `crudPolicy` may refuse it, and must refuse
 * nothing else.
 */
export function hazards(definition: Definition): string[] {
  const found: string[] = []
  const text = (given: unknown) => {
    if (typeof given === 'bigint') found.push('a bigint')
    if (typeof given === 'string' && !isPlain(given)) found.push(JSON.stringify(given))
  }
  const value = (of: Value) => {
    if (of.is === 'literal') text(of.value)
    if (of.is === 'negated') found.push('a minus before a value')
    if (of.is === 'claim') of.path.forEach(text)
  }
  const condition = (of: Condition): void => {
    if (of.is === 'commented') found.push('a comment')
    if (of.is === 'and' || of.is === 'or' || of.is === 'raw') of.of.forEach(condition)
    if (of.is === 'not' || of.is === 'commented') condition(of.of)
    if (of.is === 'lookup') condition(of.where)
    if (of.is === 'compare') [of.left, of.right].forEach(value)
    if (of.is === 'in') of.list.forEach(text)
    if (of.is === 'like') text(of.pattern)
    if (of.is === 'claim has') text(of.value)
    if (of.is === 'between' && (of.from < 0 || of.to < 0)) found.push('a negative number')
  }
  const { name, role, read, modify, insert, update, delete: remove } = definition
  text(name)
  for (const each of [role].flat()) text(each)
  for (const clause of [read, modify, insert, update, remove]) {
    if (typeof clause !== 'object' || clause === null) continue
    if ('using' in clause) {
      for (const part of [clause.using, clause.check]) if (typeof part === 'object') condition(part)
    } else condition(clause)
  }
  return found
}
