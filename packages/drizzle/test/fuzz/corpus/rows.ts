import type { Condition, Definition, Scalar } from '../language/condition.js'
import { roles } from '../language/vocabulary.js'
import type { Doc, Game, Turn, User } from '../rows/game.js'

const column = (name: string) => ({ is: 'column', table: 'docs', column: name }) as const
const owned: Condition = { is: 'owned', table: 'docs', column: 'owner' }

function compare(name: string, by: 'eq' | 'gte' | 'lt', value: Scalar): Condition {
  return { is: 'compare', by, left: column(name), right: { is: 'literal', value } }
}

function raw(by: 'and' | 'or', left: Condition, right: Condition, commented = false): Condition {
  return { is: 'raw', by, of: [left, right], commented }
}

const nothing = { owner: null, ownerId: null, title: null, n: null, flag: null, listId: null }

const docs: readonly Doc[] = [
  {
    ...{ ...nothing, id: 1, owner: 'alice', title: 'a', n: 1, flag: true },
    ...{ big: 5n, meta: 'x', labels: ['a,b'], at: new Date('1999-12-31T23:59:59.000Z') },
  },
  {
    ...{ ...nothing, id: 2, owner: 'bob', title: 'a--b', n: -2, flag: false },
    ...{ big: 6n, meta: 5, labels: ['a', 'b'], at: new Date('2026-01-02T03:04:05.678Z') },
  },
  { ...nothing, id: 3, title: '--> statement-breakpoint', big: null, meta: null, labels: null, at: null },
]

const claims = { sub: 'alice', lists: ['--> statement-breakpoint', 'a--b'], 'a--b': 'a' }

const commands: Turn['commands'] = [
  { do: 'select', lock: false },
  { do: 'insert', rows: [{ id: 100, owner: 'bob', title: 'a' }], returning: false },
  { do: 'insert', rows: [{ id: 101, owner: 'alice', title: 'a', n: 5 }], returning: false },
  { do: 'update', set: { title: 'b' }, increment: false, returning: false },
  { do: 'delete', returning: false },
]

function game(why: string, definitions: readonly Definition[], users: readonly User[] = [{ claims }]) {
  const turns = users.map((user) => ({ user, commands }))
  return { why, case: { definitions, ofMembers: [], rows: docs, members: [], turns } satisfies Game }
}

const all = (condition: Condition, more: Partial<Definition> = {}): Definition[] => [
  { role: 'authenticated', read: condition, modify: condition, ...more },
]

/** Games in which something once went wrong, and what; a game that fuzzing prints can be put here as it is. */
export const rows: readonly { readonly why: string; readonly case: Game }[] = [
  game('a comment in front of the ownership test', [
    { role: 'authenticated', read: true, modify: { is: 'commented', as: 'line', of: owned } },
  ]),
  game('a comment before the ownership test', [
    {
      ...{ role: 'authenticated', read: true },
      modify: raw('and', { is: 'null', of: column('title'), not: true }, owned, true),
    },
  ]),
  game(
    'and() around a handwritten or',
    all({ is: 'and', of: [raw('or', compare('title', 'eq', 'a--b'), compare('n', 'eq', 1)), owned] }),
  ),
  game(
    'not() around a handwritten and',
    all({ is: 'not', of: raw('and', compare('flag', 'eq', false), compare('n', 'eq', 1)) }),
  ),
  game('two dashes in a text', all({ is: 'in', of: column('title'), list: ['a--b', 'b', 'a'], not: false })),
  game(
    'the mark between statements in a text',
    all({ is: 'claim has', value: '--> statement-breakpoint', path: ['lists'] }),
  ),
  game(
    'two dashes in the name of a claim',
    all({
      ...{ is: 'compare', by: 'eq', left: column('title') },
      right: { is: 'claim', path: ['a--b'], as: 'text' },
    }),
  ),
  game(
    'a minus before a negative number',
    all({ is: 'compare', by: 'gte', left: column('n'), right: { is: 'negated', value: -1 } }),
  ),
  game('two dashes in the name of a definition', [
    ...all(owned),
    ...all(compare('n', 'eq', 9), { as: 'restrictive', name: 'a--b' }),
  ]),
  game('quotes in the name of a definition', all(owned, { name: 'with "quotes"' })),
  game(
    'a role whose name is that of two others, joined',
    [
      { role: roles.joined, read: compare('n', 'eq', 1) },
      { role: [roles.editor, roles.viewer], read: { is: 'null', of: column('n'), not: true } },
    ],
    [roles.editor, roles.joined, roles.lead, roles.guest].map((role) => ({ role, claims })),
  ),
  game('a bigint', all(compare('big', 'eq', 5n))),
  game('a date', all(compare('at', 'lt', new Date('2026-01-02T03:04:05.678Z')))),
  game(
    'a list with a comma in it',
    all({ is: 'list', by: 'arrayContains', table: 'docs', column: 'labels', with: ['a,b'] }),
  ),
  game('a number in JSON', all({ is: 'json', by: 'eq', table: 'docs', column: 'meta', value: 5 })),
  game('its text in JSON', all({ is: 'json', by: 'eq', table: 'docs', column: 'meta', value: '5' })),
]
