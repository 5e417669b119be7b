import { authSchemaSql } from '@rowauth/core'
import { expect, test } from 'vitest'
import { diagnose } from '../../src/doctor/diagnose.js'
import { startOwnServer } from './support/own-server.js'

const atoms = [
  ...['id = id', 'id > 3', 'id <> 12', 'id % 2 = 0', 'id between 2 and 9', 'id <= 9223372036854775807'],
  ...[`title like '%'`, `title like 'a%'`, 'length(title) >= 0', 'length(title) < 9', `title <> 'open'`],
  ...['done', 'not done', 'done is not null', 'coalesce(done, true)', `title in ('open', 'shut')`, 'false'],
  ...['(select auth.user_id()) = owner', '(select auth.user_id()) is not null', 'true', 'exists (select 1)'],
  ...[`(select auth.jwt() ->> 'role') = 'authenticated'`, `(select auth.jwt() ->> 'role') = 'admin'`],
  ...[`(select auth.user_id()) = (select auth.user_id())`, `title = owner`, `made > '2001-01-01'`],
]

/** Conditions of the atoms, the same ones for a seed. */
function conditions(count: number, start: number): string[] {
  let seed = start
  const below = (end: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * end)
  }
  const one = (depth: number): string => {
    const choice = below(depth === 0 ? 1 : 5)
    if (choice < 2) return atoms[below(atoms.length)] as string
    if (choice === 4) return `not (${one(depth - 1)})`
    return `(${one(depth - 1)}) ${choice === 2 ? 'and' : 'or'} (${one(depth - 1)})`
  }
  return Array.from({ length: count }, () => one(3))
}

const runs = Number(process.env.ROWAUTH_RUNS ?? 120)

test('what doctor says of random conditions is what they do with other rows and other users', async () => {
  const all = conditions(runs, Number(process.env.ROWAUTH_SEED ?? 7))
  const tables = all.map(
    (condition, i) => `
      create table app.t${i} (
        id bigint not null, title text not null, done bool not null, owner text not null, made timestamptz not null
      );
      alter table app.t${i} enable row level security;
      grant delete on app.t${i} to authenticated;
      create policy p on app.t${i} for delete to authenticated using (${condition});`,
  )
  await using own = await startOwnServer(
    authSchemaSql(),
    `create schema app; grant usage on schema app to authenticated; ${tables.join('')}`,
    `create table app.rows as
      select a.id, b.title, c.done, d.owner, e.made
      from unnest('{-9223372036854775808,0,1,2,4,12,13,9223372036854775807}'::bigint[]) a (id),
        unnest('{"",open,shut,a,"something else",carol}'::text[]) b (title),
        unnest('{true,false}'::bool[]) c (done),
        unnest('{carol,dave,""}'::text[]) d (owner),
        unnest('{1999-01-01,2020-02-02}'::timestamptz[]) e (made)`,
  )
  const findings = await diagnose(own.client, { appRole: 'authenticator' })
  const said = (number: number) =>
    findings.filter((each) => each.number === number).map(({ object }) => Number(/\d+$/.exec(object)?.[0]))

  async function alwaysTrue(claims: string): Promise<number[]> {
    await own.client.query(`select set_config('request.jwt.claims', $1, false)`, [claims])
    const { rows } = await own.client.query(
      `select array[${all.map((condition) => `bool_and(coalesce((${condition}), false))`).join(', ')}] as answers from app.rows`,
    )
    return (rows[0].answers as boolean[]).flatMap((answer, i) => (answer ? [i] : []))
  }
  const users = await alwaysTrue('{"sub":"carol","role":"authenticated"}')
  const visitors = await alwaysTrue('')
  const told = (some: readonly number[]) => some.map((i) => all[i])
  expect(told(said(303))).toEqual(told(users.filter((i) => visitors.includes(i)).sort(byName)))
  expect(told(said(310))).toEqual(told(users.filter((i) => !visitors.includes(i)).sort(byName)))
  expect(users.length).toBeGreaterThan(10)
  expect(users.length).toBeLessThan(runs / 2)
})

/** The order in which findings come. */
function byName(a: number, b: number): number {
  return `app.t${a}` < `app.t${b}` ? -1 : 1
}
