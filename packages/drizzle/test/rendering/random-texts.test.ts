import { crudPolicy } from '@rowauth/drizzle'
import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { openDatabase } from '../policy/support/database.js'

const space = [
  ' ',
  '\n',
  '-- c\n',
  "/* ' */",
  '/*--*/',
  '--\n--x\n',
  "\t--'\n",
  '/* /* " */ $$ */',
  '\r\n',
  '',
  '',
  '',
]
const operator = ['||', '||', '|| -- z\n', '||/**/']
const comparison = ['=', '<>', '>']
const operand = [
  "'a--b'",
  "E'\\'--'",
  '$$--$$',
  "$x$ '$$ -- $x$",
  '"d--x"',
  '"d--x"::text',
  'a',
  "'a'\n'b--'",
  "'a' --x\n --y\n '--'",
  "U&'d\\0061'",
  "N'x'",
  "'\\'",
  "'a\\--'",
  "'''--'",
  "E'\\\\'",
  "e'-\\-'",
  "('--')",
  '$a1$--$a1$',
  '$_$ $ $_$',
  "lower('--')",
  "a||'-'",
]

/** Numbers below a bound, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 16) % below
  }
}

test('texts, quotes and comments in any order say the same without `--`', async () => {
  const number = numbers(7)
  const some = (from: readonly string[]) => from[number(from.length)] ?? ''
  const condition = () => {
    const terms = Array.from(
      { length: 1 + number(4) },
      () => some(operand) + some(space) + some(operator) + some(space),
    )
    return (
      terms.join('') +
      some(operand) +
      some(space) +
      some(comparison) +
      some(space) +
      some(operand) +
      some(space)
    )
  }
  const database = await openDatabase({})
  const { client } = database
  try {
    await client.query('create table written (a text, "d--x" text); create table carried (like written)')
    for (let i = 0; i < 150; i += 1) {
      const written = condition()
      const [policy] = crudPolicy({ role: 'a', read: sql.raw(written) })
      const carried = new PgDialect().sqlToQuery(policy?.using as SQL).sql
      expect(carried).not.toContain('--')
      await client.query(`
        create policy p${i} on written for select using (${written}\n);
        create policy p${i} on carried for select using (${carried})`)
    }
    const { rows } = await client.query(
      `select w.qual as written, c.qual as carried from pg_policies w join pg_policies c using (policyname)
       where w.tablename = 'written' and c.tablename = 'carried'`,
    )
    expect(rows).toHaveLength(150)
    expect(rows.filter(({ written, carried }) => written !== carried)).toEqual([])
  } finally {
    await database.close()
  }
})
