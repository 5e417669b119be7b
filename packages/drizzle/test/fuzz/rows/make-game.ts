import type { Definition, Scalar } from '../language/condition.js'
import { members } from '../language/condition.js'
import { named } from '../language/hazards.js'
import { ConditionMaker } from '../language/make-condition.js'
import { makeDefinition } from '../language/make-definition.js'
import { allRoles, jsonValues, labels, oddTexts, times, users, uuids } from '../language/vocabulary.js'
import { Random } from '../random.js'
import { type Command, type Doc, docs, type Game, type Given, type User } from './game.js'

/** A game with one table of rows, its policies, and users with commands. */
export function makeGame(seed: number): Game {
  const random = new Random(seed)
  const columns = { [docs.name]: docs.columns, [members.name]: members.columns }
  const conditions = new ConditionMaker(random, docs.name, columns, { looksUp: true })
  const inQueries = new ConditionMaker(random, docs.name, columns, { looksUp: true, inQuery: true })
  const ofMembers = new ConditionMaker(random, members.name, columns)
  return {
    definitions: distinct(random.times(1, 5, () => makeDefinition(random, conditions))),
    ofMembers: random.percent(70)
      ? distinct(random.times(1, 2, () => makeDefinition(random, ofMembers)))
      : [],
    rows: random.times(3, 8, (id) => ({ ...makeDoc(random), id })),
    members: random.times(0, 5, () => ({
      listId: maybe(random, () => random.below(4)),
      userId: maybe(random, () => random.pick(users)),
      level: maybe(random, () => random.below(4)),
    })),
    turns: random.times(2, 4, () => ({
      user: makeUser(random),
      commands: random.times(4, 9, () => makeCommand(random, inQueries)),
    })),
  }
}

function distinct(definitions: readonly Definition[]): Definition[] {
  const before: Definition[] = []
  for (const definition of definitions) before.push(named(definition, before))
  return before
}

function maybe<T>(random: Random, make: () => T): T | null {
  return random.percent(20) ? null : make()
}

function makeDoc(random: Random): Omit<Doc, 'id'> {
  return {
    owner: maybe(random, () => random.pick<string>([...users, ...oddTexts.slice(0, 3)])),
    ownerId: maybe(random, () => random.pick(uuids)),
    title: maybe(random, () => random.pick<string>(['a', ...oddTexts])),
    n: maybe(random, () => random.below(6) - 2),
    flag: maybe(random, () => random.percent(50)),
    listId: maybe(random, () => random.below(4)),
    at: maybe(random, () => random.pick(times)),
    labels: maybe(random, () => random.times(0, 3, () => random.pick(labels))),
    // Drizzle 0.45 reads the text '5' as a number.
    meta: maybe(random, () => random.pick(jsonValues.filter((value) => value !== '5'))),
    big: maybe(random, () => random.pick([1n, 2n, 9007199254740993n])),
  }
}

function makeGiven(random: Random): Given {
  const entries = Object.entries(makeDoc(random)).filter(() => random.percent(60))
  return Object.fromEntries(entries) as Given
}

function makeUser(random: Random): User {
  if (random.percent(15)) return {}
  const list = () =>
    random.times(0, 3, () =>
      random.pick<unknown>([0, 1, 2, '3', 'editor', ...uuids, null, 'a', "o'brien", 1.5]),
    )
  const anything = () => random.pick<unknown>([null, true, 7, 'a', [], ['a', 1], {}, "o'brien", uuids[0]])
  const some = (claims: Record<string, () => unknown>) =>
    Object.fromEntries(
      Object.entries(claims)
        .filter(() => random.percent(60))
        .map(([name, make]) => [name, random.percent(15) ? anything() : make()]),
    )
  const claims: Record<string, unknown> = {
    ...(random.percent(92) && { sub: random.pick<Scalar>([...users, ...users, 5, "o'brien", 'a']) }),
    ...some({
      tenant: () => random.pick(['alice', 'a', ...oddTexts]),
      "o'brien": () => random.pick(['a', "o'brien"]),
      'https://example.com/role': () => 'a',
      'a--b': () => 'a',
      org: () => random.pick(uuids),
      level: () => random.pick<unknown>([0, 1, '2', 'x', 1.5, 3_000_000_000, true]),
      groups: () => [random.below(3), 'a'],
      admin: () => random.pick<unknown>([true, false, 'true', 'yes', 1]),
      lists: list,
      teams: () => ({ 1: true, 2: null, editor: {}, [uuids[0]]: false }),
      app: () => ({ role: random.pick(['a', 'editor']), lists: list() }),
    }),
  }
  return { claims, ...(random.percent(45) && { role: random.pick(allRoles) }) }
}

function makeCommand(random: Random, conditions: ConditionMaker): Command {
  // A `where` that looks at no column needs no right to read.
  const id = { is: 'column', table: docs.name, column: 'id' } as const
  const where = (share: number) =>
    random.percent(share) && {
      where: {
        is: 'and' as const,
        of: [
          {
            is: 'compare' as const,
            by: 'gte' as const,
            left: id,
            right: { is: 'literal' as const, value: random.below(3) },
          },
          conditions.condition(1),
        ].slice(0, 1 + random.below(2)),
      },
    }
  const returning = random.percent(40)
  const fresh = () => 100 + random.below(10)
  return random.oneOf<Command>([
    [5, () => ({ do: 'select', lock: random.percent(25), ...where(40) })],
    [1, () => ({ do: 'count', ...where(40) })],
    [
      3,
      () => ({
        do: 'insert',
        returning,
        rows: random.times(1, random.percent(30) ? 3 : 1, () => ({
          ...makeGiven(random),
          id: random.percent(90) ? fresh() : random.below(5),
        })),
      }),
    ],
    [
      4,
      () => {
        const set = makeGiven(random)
        const given = Object.keys(set).length > 0 ? set : { title: 'a' }
        return {
          do: 'update',
          set: given,
          increment: random.percent(15) && !('n' in given),
          returning,
          ...where(60),
        }
      },
    ],
    [2, () => ({ do: 'delete', returning, ...where(60) })],
    [
      2,
      () => {
        const set = { ...makeGiven(random), title: 'upserted' }
        const row = { ...makeGiven(random), id: random.percent(70) ? random.below(6) : fresh() }
        return { do: 'upsert', row, returning, ...(random.percent(75) && { set }) }
      },
    ],
  ])
}
