import type { Random } from '../random.js'
import type { Clause, Condition, Definition, Roles } from './condition.js'
import type { ConditionMaker } from './make-condition.js'
import { roles } from './vocabulary.js'

const names = [
  'auditors',
  "o'brien",
  'two words',
  'a--b',
  'with "quotes"',
  'ünï',
  `long ${'x'.repeat(80)}`,
  '$1',
]

function makeRoles(random: Random): Roles {
  return random.oneOf<Roles>([
    [8, () => 'authenticated'],
    [2, () => 'anonymous'],
    [2, () => ['anonymous', 'authenticated']],
    [2, () => [roles.editor, roles.viewer]],
    [3, () => random.pick(Object.values(roles))],
    [1, () => 'public'],
    [1, () => random.shuffled(Object.values(roles)).slice(0, 1 + random.below(3))],
  ])
}

/** One call of `crudPolicy`, of random parts. */
export function makeDefinition(random: Random, conditions: ConditionMaker): Definition {
  const condition = () => conditions.condition(random.below(3))
  const clause = (): Clause =>
    random.oneOf<Clause>([
      [8, condition],
      [2, () => true],
      [1, () => false],
      [1, () => null],
    ])
  const real = (): Condition | boolean =>
    random.oneOf<Condition | boolean>([
      [6, condition],
      [1, () => true],
      [1, () => false],
    ])
  const definition = {
    role: makeRoles(random),
    ...(random.percent(25)
      ? { as: 'restrictive' as const }
      : random.percent(10)
        ? { as: 'permissive' as const }
        : {}),
    ...(random.percent(10) && { name: random.pick(names) }),
    read: clause(),
    ...(random.percent(60) && { modify: clause() }),
    ...(random.percent(25) && { insert: clause() }),
    ...(random.percent(35) && {
      update: random.percent(60) ? { using: real(), check: real() } : clause(),
    }),
    ...(random.percent(25) && { delete: clause() }),
  } satisfies Definition
  const { read, ...others } = definition
  const some = [read, others.modify, others.insert, others.update, others.delete]
  // A call without a condition is refused, which is tested elsewhere.
  return some.some((each) => each !== null && each !== undefined)
    ? definition
    : { ...definition, read: condition() }
}
