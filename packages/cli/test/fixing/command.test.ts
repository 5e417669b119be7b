import { authSchemaSql } from '@rowauth/core'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokenDatabase } from '../doctor/support/broken-database.js'
import { catalogDigest } from '../doctor/support/catalog-digest.js'
import { type OwnServer, startOwnServer } from '../doctor/support/own-server.js'
import { rightsOf } from '../roads/support/rights.js'
import { rightsDiff } from '../roads/support/rights-diff.js'
import { rowauth } from '../support/run.js'

let own: OwnServer
let url: string

// A server of its own: what roles may do is changed.
beforeAll(async () => {
  own = await startOwnServer(authSchemaSql(), brokenDatabase, `create role reader login password 'reads'`)
  url = own.server.connectionString
})
afterAll(() => own?.[Symbol.asyncDispose]())

const as = [
  { name: 'alice', role: 'authenticated', settings: { 'request.jwt.claims': '{"sub":"alice"}' } },
  { name: 'visitor', role: 'anonymous', settings: { 'request.jwt.claims': '' } },
]
const options = ['--app-role', 'web', '--allowed', 'editor']
const doctor = (...args: string[]) => rowauth(['doctor', '--url', url, ...options, ...args])

test('who may not run the fixes is told so, and nothing is changed by trying them', async () => {
  const before = await catalogDigest(own.client)
  const reader = new URL(url)
  reader.username = 'reader'
  reader.password = 'reads'
  const denied = await rowauth(['doctor', '--url', reader.href, ...options, '--sql', '--json'])
  expect(denied.exitCode).toBe(1)
  expect(denied.json()).toMatchObject({ ok: false, error: { code: 'rehearsal_denied' } })

  const { json } = await doctor('--sql', '--json')
  expect(json()).toMatchObject({ ok: true, denied: [], undecided: [] })
  expect(await catalogDigest(own.client)).toEqual(before)
})

test('a table in use is not waited for', async () => {
  const other = new pg.Client(url)
  await other.connect()
  try {
    await other.query('begin; lock table "Odd ""Schema"""."Todos" in access share mode')
    expect((await doctor('--sql')).err).toContain('in use')
  } finally {
    await other.end()
  }
})

test('a thoroughly broken database is sound after one script, and nothing else has changed', async () => {
  await own.client.query(`insert into "Odd ""Schema"""."Todos" ("User Id", shared)
    values ('alice', false), ('bob', false), ('bob', true);
    insert into "Odd ""Schema""".switched_off values ('alice'), ('bob')`)
  const before = await rightsOf(url, { as, without: ['auth'] })
  const { exitCode, out, err } = await doctor('--sql')
  expect({ exitCode, err }).toEqual({
    exitCode: 0,
    err: expect.stringMatching(/^The script settles \d+\.\n$/),
  })
  // As a migration does it: all statements in one transaction.
  await own.client.query(`begin; ${out} commit`)
  expect(await doctor('--fail-on', 'info')).toMatchObject({ exitCode: 0 })
  expect((await doctor('--sql')).out).toContain('-- Nothing to run.')

  const changed = rightsDiff(before, await rightsOf(url, { as, without: ['auth'] }))
  const rows = Object.entries(changed).filter(([name]) => name.startsWith('rows of '))
  expect(rows.map(([name, now]) => [name, Array.isArray(now) ? now.length : now])).toMatchInlineSnapshot(`
    [
      [
        "rows of alice: "Odd ""Schema"""."Todos"",
        1,
      ],
      [
        "rows of alice: "Odd ""Schema"""."Todos": update",
        1,
      ],
      [
        "rows of alice: "Odd ""Schema"""."old Titles"",
        "42501: permission denied for materialized view old Titles",
      ],
      [
        "rows of alice: "Odd ""Schema""".of_web",
        0,
      ],
      [
        "rows of alice: "Odd ""Schema""".of_web: delete",
        0,
      ],
      [
        "rows of alice: "Odd ""Schema""".of_web: update",
        0,
      ],
      [
        "rows of alice: "Odd ""Schema""".switched_off",
        1,
      ],
      [
        "rows of alice: "Odd ""Schema""".titles",
        1,
      ],
      [
        "rows of alice: "Odd ""Schema""".without_policy",
        "42501: permission denied for table without_policy",
      ],
      [
        "rows of alice: closed.notes",
        0,
      ],
      [
        "rows of alice: closed.notes: delete",
        "42501: permission denied for table notes",
      ],
    ]
  `)
})
