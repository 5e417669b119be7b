import { type Condition, type Definition, isPlainCondition } from './condition.js'

const optional = ['as', 'name', 'modify', 'insert', 'update', 'delete'] as const

/** A definition with one part left out or made simpler, in every way. */
export function* smallerDefinition(definition: Definition): Generator<Definition> {
  for (const part of optional) {
    const { [part]: gone, ...rest } = definition
    if (gone !== undefined) yield rest as Definition
  }
  for (const part of ['read', 'modify', 'insert', 'update', 'delete'] as const) {
    const clause = definition[part]
    if (!isPlainCondition(clause)) continue
    for (const next of smallerCondition(clause)) yield { ...definition, [part]: next }
  }
}

function* smallerCondition(condition: Condition): Generator<Condition | boolean> {
  yield true
  if (condition.is === 'and' || condition.is === 'or' || condition.is === 'raw') yield* condition.of
  if (condition.is === 'not' || condition.is === 'commented') yield condition.of
}
