import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, test } from 'vitest'
import { readRowSecurityHere } from '../../src/policies/read-row-security.js'
import { ReplayError, replayMigrations } from '../../src/policies/replay/replay-migrations.js'
import { withScratch } from '../../src/policies/replay/scratch.js'

const importedFrom = fileURLToPath(import.meta.url)
const server = process.env.DATABASE_URL ?? ''

/** The policies that migrations make, in PGlite or on a server. */
function policiesOf(scratch: string | undefined, ...texts: string[]) {
  const list = texts.map((text, i) => ({
    ...{ file: `000${i}_m.sql`, text },
    ...{ auth: undefined, adoption: undefined, isIntact: undefined },
  }))
  return withScratch({ scratch, importedFrom, extensions: [] }, async (empty) => {
    await replayMigrations(empty, { list, problems: [] }, [])
    if (!empty.sharesRoles) await empty.query('begin')
    const { policies } = await readRowSecurityHere(empty.query)
    await empty.query('rollback')
    return policies.map(({ name }) => name)
  })
}

const table = 'create table todos (id int, owner text); alter table todos enable row level security;'
const policy = (name: string) => `create policy ${name} on todos as restrictive using (id > 0);`

test.each([
  ['in PGlite', undefined],
  ['on a server', server],
])(
  'what cannot be run is left out %s, and not what stands beside it',
  { timeout: 120_000 },
  async (_, scratch) => {
    const found = policiesOf(
      scratch,
      `${table} create extension if not exists there_is_none; ${policy('a')}`,
      `create role postgres; ${policy('b')}`,
      `create index concurrently on todos (id); ${policy('c')} drop index concurrently if exists none;`,
      `select 1\n--> statement-breakpoint\n${policy('d')}`,
      `create function one() returns int language sql begin atomic select 1; end; ${policy('e')}`,
      `savepoint s; ${policy('f')} rollback to savepoint s; ${policy('g')}`,
    )
    expect(await found).toEqual(['a', 'b', 'c', 'd', 'e', 'g'])
  },
)

// To who reads it without care, the rest is a text.
const hidden = "select E'a'\n'\\''; commit; --'"

test.each([
  hidden,
  'commit',
  'end',
  'END /* a */ TRANSACTION',
  'abort',
  'rollback',
  'commit and chain',
  'rollback work',
])('nothing stays on a server of others after %j', async (end) => {
  const role = 'of_an_ended_transaction'
  const replayed = policiesOf(server, `create role ${role};`, `select 1; -- now\n${end}; begin;`)
  await expect(replayed).rejects.toThrow(ReplayError)
  const client = new pg.Client(server)
  await client.connect()
  const { rows } = await client.query(`select from pg_roles where rolname = '${role}'`)
  await client.end()
  expect(rows).toEqual([])
})
