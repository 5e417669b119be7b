import { authSchemaSql } from '@rowauth/core'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Finding } from '../../src/doctor/finding.js'
import { brokenDatabase } from '../doctor/support/broken-database.js'
import { catalogDigest } from '../doctor/support/catalog-digest.js'
import { type OwnServer, startOwnServer } from '../doctor/support/own-server.js'
import { rightsOf } from '../roads/support/rights.js'
import { rightsDiff } from '../roads/support/rights-diff.js'
import { rowauth } from '../support/run.js'

// A rehearsal looks through the database some tens of times.
vi.setConfig({ testTimeout: 120_000 })

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
/** What the broken database has that no SQL can fix. */
const byHand = [311, 312, 314, 315]
const options = ['--app-role', 'web', '--allowed', 'editor']
const doctor = (...args: string[]) => rowauth(['doctor', '--url', url, ...options, ...args])

test('who may not run the fixes is told so', async () => {
  const reader = new URL(url)
  reader.username = 'reader'
  reader.password = 'reads'
  const denied = await rowauth(['doctor', '--url', reader.href, ...options, '--sql', '--json'])
  expect(denied.exitCode).toBe(1)
  expect(denied.json()).toMatchObject({ ok: false, error: { code: 'rehearsal_denied' } })
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
  const digest = await catalogDigest(own.client)
  const { json } = await doctor('--sql', '--json')
  // Nothing is changed by trying the fixes.
  expect(await catalogDigest(own.client)).toEqual(digest)
  const { script, ...rest } = json()
  const settled = rest.settled as Finding[]
  expect(rest).toMatchObject({ ok: true, denied: [] })
  const undecided = new Set((rest.undecided as Finding[]).map(({ number }) => number))
  expect([...undecided].sort()).toEqual(byHand)
  // As a migration does it: all statements in one transaction.
  await own.client.query(`begin; ${script} commit`)
  expect(await doctor('--fail-on', 'info', '--ignore', byHand.join())).toMatchObject({ exitCode: 0 })

  const changed = rightsDiff(before, await rightsOf(url, { as, without: ['auth'] }))
  const rows = Object.keys(changed).filter((name) => name.startsWith('rows of '))
  expect(rows).toContain('rows of alice: "Odd ""Schema"""."Todos"')
  for (const name of rows) {
    const relation = name.replace(/^rows of \w+: /, '').replace(/: (update|delete)$/, '')
    const about = settled.filter(({ object, detail, fix }) => `${object} ${detail} ${fix}`.includes(relation))
    expect(about, name).not.toEqual([])
  }
  expect(changed['rows of alice: "Odd ""Schema""".switched_off']).toEqual(['{"user_id":"alice"}'])
})
