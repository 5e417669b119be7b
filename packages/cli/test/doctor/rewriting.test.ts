import { describe, expect, test } from 'vitest'
import { onceForAll } from '../../src/doctor/expression/once-for-all.js'
import { withServerClaims } from '../../src/doctor/expression/server-claims.js'

describe('one call per query', () => {
  test.each([
    ['a bare call', '(auth.user_id() = owner)', '((select auth.user_id()) = owner)'],
    [
      'a call in a sub-select of its own',
      '(( SELECT auth.user_id() AS user_id) = owner)',
      '(( SELECT auth.user_id() AS user_id) = owner)',
    ],
    [
      'a comparison inside',
      '( SELECT (auth.uid() = t.owner) AS "?column?")',
      '(((select auth.uid()) = t.owner))',
    ],
    [
      'text that looks like a call, and names that hold one',
      `((owner = 'auth.user_id()'::text) OR ("auth.user_id()" = ') auth.uid() (it''s)'::text))`,
      `((owner = 'auth.user_id()'::text) OR ("auth.user_id()" = ') auth.uid() (it''s)'::text))`,
    ],
    [
      'a type, a collation and an operator with their schemas are no columns',
      '( SELECT (auth.user_id())::app.name COLLATE app."x" OPERATOR(app.=) 1)',
      '( SELECT (auth.user_id())::app.name COLLATE app."x" OPERATOR(app.=) 1)',
    ],
    [
      'EXISTS is no expression to be opened',
      '(EXISTS ( SELECT (auth.user_id() = t.owner)))',
      '(EXISTS ( SELECT ((select auth.user_id()) = t.owner)))',
    ],
    [
      'a sub-select with FROM',
      '(id IN ( SELECT m.list\n   FROM members m\n  WHERE (m.owner = auth.user_id())))',
      '(id IN ( SELECT m.list\n   FROM members m\n  WHERE (m.owner = (select auth.user_id()))))',
    ],
    ['a column of that name', '(t.auth.user_id IS NOT NULL)', '(t.auth.user_id IS NOT NULL)'],
    ['another schema', '(my_auth.user_id() = owner)', '(my_auth.user_id() = owner)'],
  ])('%s', (_, text, expected) => {
    expect(onceForAll(text, { schema: 'auth' })).toBe(expected)
  })

  test.each([
    [
      'with what is computed of it',
      `((((current_setting('request.jwt.claims'::text, true))::json ->> 'sub'::text))::uuid = owner)`,
      `((select ((current_setting('request.jwt.claims'::text, true))::json ->> 'sub'::text))::uuid = owner)`,
    ],
    [
      'bare',
      `(owner = current_setting('app.user'::text))`,
      `(owner = (select current_setting('app.user'::text)))`,
    ],
    [
      'a condition of its own, beside others',
      `((lower(current_setting('app.on'::text)) = 'yes'::text) AND (owner = 'current_setting(''x'')'::text))`,
      `((select lower(current_setting('app.on'::text)) = 'yes'::text) AND (owner = 'current_setting(''x'')'::text))`,
    ],
    [
      'with a type of several words',
      `(made > ((current_setting('app.since'::text))::timestamp with time zone))`,
      `(made > (select (current_setting('app.since'::text))::timestamp with time zone))`,
    ],
    [
      'beside a function that may differ for each row',
      `(random() < (current_setting('app.rate'::text))::double precision)`,
      `(random() < (select current_setting('app.rate'::text))::double precision)`,
    ],
    ['a setting that a column names', '(current_setting(name) = owner)', '(current_setting(name) = owner)'],
    [
      'behind ANY',
      `(owner = ANY ((current_setting('app.users'::text))::text[]))`,
      `(owner = ANY ((select current_setting('app.users'::text))::text[]))`,
    ],
    [
      'in a sub-select already',
      `(( SELECT current_setting('app.user'::text) AS current_setting) = owner)`,
      `(( SELECT current_setting('app.user'::text) AS current_setting) = owner)`,
    ],
  ])('a setting: %s', (_, text, expected) => {
    expect(onceForAll(text, { schema: 'auth' })).toBe(expected)
  })

  test('functions that wrap the session', () => {
    const wrappers = new Set(['app.me', 'app."My Name"'])
    expect(
      onceForAll('((app.me() = owner) OR (app."My Name"() = app.you()))', { schema: 'auth', wrappers }),
    ).toBe('(((select app.me()) = owner) OR ((select app."My Name"()) = app.you()))')
  })

  test('a schema that is quoted', () => {
    expect(onceForAll('("App ""Auth""".user_id() = owner)', { schema: '"App ""Auth"""' })).toBe(
      '((select "App ""Auth""".user_id()) = owner)',
    )
  })
})

describe('claims that only the server writes', () => {
  test.each([
    [`(auth.jwt() -> 'user_metadata'::text)`, `(auth.jwt() -> 'app_metadata'::text)`],
    [`(auth.jwt() #> '{user_metadata,role}'::text[])`, `(auth.jwt() #> '{app_metadata,role}'::text[])`],
    [`(user_metadata = 'my_user_metadata_2'::text)`, `(user_metadata = 'my_user_metadata_2'::text)`],
    ['(u.raw_user_meta_data IS NULL)', '(u.raw_app_meta_data IS NULL)'],
  ])('%s', (text, expected) => {
    expect(withServerClaims(text)).toBe(expected)
  })
})
