import { expect, test } from 'vitest'
import { sqlStatements } from '../../src/sql-text/sql-statements.js'
import { tokensOf } from '../../src/sql-text/tokens.js'

const kindsOf = (sql: string) =>
  [...tokensOf(sql)].filter(({ kind }) => kind !== 'space').map(({ kind, text }) => `${kind} ${text}`)

test.each([
  ['\'it\'\'s\' "a""b"', ["string 'it''s'", 'name "a""b"']],
  ["E'\\'' 'a\\'", ["string E'\\''", "string 'a\\'"]],
  ['-- one\r\ntwo', ['comment -- one', 'word two']],
  ['/* a /* b */ c */ d', ['comment /* a /* b */ c */', 'word d']],
  ['/* never closed', ['comment /* never closed']],
  ['$$;$$ $tag$ $$ $tag$', ['string $$;$$', 'string $tag$ $$ $tag$']],
  ['a$b$c $1', ['word a$b$c', 'symbol $', 'symbol 1']],
  ["größe::text = 'x", ['word größe', 'symbol ::', 'word text', 'symbol =', "symbol '", 'word x']],
])('%s', (sql, expected) => {
  expect(kindsOf(sql)).toEqual(expected)
  expect([...tokensOf(sql)].map(({ text }) => text).join('')).toBe(sql)
})

test('what stands in a comment within a comment is no statement', () => {
  expect(sqlStatements('/* off: /* old */ create role authenticated; */ Select 1; do $$ GRANT; $$')).toEqual([
    'select 1',
    'grant',
    "do ''",
  ])
})
