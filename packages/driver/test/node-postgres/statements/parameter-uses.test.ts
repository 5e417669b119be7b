import { describe, expect, it } from 'vitest'
import { parameterUses } from '../../../src/node-postgres/prepared/parameter-uses.js'

describe('the uses of parameters', () => {
  it.each([
    ['select 1', []],
    [
      'insert into "t" ("a", "b") values (default, $1), ($2, $3) returning "a"',
      ['stored', 'stored', 'stored'],
    ],
    [
      'insert into t values ($1) on conflict (a) do update set b = $2 where t.c = $3',
      ['stored', 'stored', 'compared'],
    ],
    [
      'update "t" set "a" = $1, "b" = $2 where ("t"."c" = $3 and "d" in ($4, $5))',
      ['stored', 'stored', 'compared', 'compared', 'compared'],
    ],
    [
      "select 'it''s $9', \"$8\" from t where a between $1 and $2 limit $3 offset $4",
      ['compared', 'compared', 'counted', 'counted'],
    ],
    ['delete from t where a <> $1::int', ['cast']],
    ['insert into s.t (a) select f() from u where b = $1', ['compared']],
    ['select count(*), max(a::varchar(3)) from t where a = $1', ['compared']],
    ['select case when a = $1 then 1 end from t', ['compared']],
  ])('%s', (text, uses) => {
    expect(parameterUses(text)).toEqual(uses)
  })

  it.each([
    ['a function', 'select f($1)'],
    ['a function in what is stored', 'insert into t values (f($1))'],
    ['arithmetic', 'update t set a = a + $1'],
    ['arithmetic in what is stored', 'insert into t values ($1 + 1)'],
    ['arithmetic in what is compared', 'select 1 from t where a = $1 + b'],
    ['an operator of somebody’s', 'select 1 from t where a @> $1'],
    ['two operators that are written together', 'select 1 from t where a =-$1'],
    ['a pattern', 'select 1 from t where a like $1'],
    ['an array', 'select 1 from t where a = any($1)'],
    ['a part of a column', 'update t set a.b = $1'],
    ['an element of a column', 'update t set a[1] = $1'],
    ['a comparison that is stored', 'update t set a = b = $1'],
    ['a row', 'select 1 from t where (a, b) > ($1, $2)'],
    ['a collation', 'select 1 from t where a < $1 collate "C"'],
    ['values that nothing stores', 'select * from (values ($1)) as v'],
    ['values behind a query', 'insert into t select 1 union values ($1)'],
    ['a value of a query', 'insert into t select $1'],
    ['two uses', 'insert into t values ($1, $1)'],
    ['a comment', 'select 1 from t where a = $1 -- it'],
    ['a comment within', 'select 1 from t where a =/* it */$1'],
    ['an escape', "select 1 from t where b = E'\\'' and a = $1"],
    ['a dollar quote', 'select $$ $1 $$ from t where a = $1'],
    ['a function of somebody’s', 'select f(a) from t where a = $1'],
    ['a function in a schema', 'select s.f(a) from t where a = $1'],
    ['a function with a quoted name', 'select "f"(a) from t where a = $1'],
    ['an insert within', 'with w as (insert into t values ($1) returning a) select a from w'],
  ])('are not known: %s', (_, text) => {
    expect(parameterUses(text)).toBeUndefined()
  })
})
