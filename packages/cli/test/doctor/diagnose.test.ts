import { authSchemaSql } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { diagnose } from '../../src/doctor/diagnose.js'
import { lints } from '../../src/doctor/generated.js'
import type { DiagnoseOptions } from '../../src/doctor/options.js'
import { brokenDatabase, brokenVerification } from './support/broken-database.js'
import { catalogDigest } from './support/catalog-digest.js'

/** What no single diagnosis can find at once: the application logs in as one role, and has one auth schema. */
const diagnoses: DiagnoseOptions[] = [
  { appRole: 'web', allowed: ['editor'] },
  { appRole: 'exempt', allowed: ['editor'] },
  { appRole: 'power', allowed: ['editor'] },
  { appRole: 'exempt', allowed: ['editor', 'missing "one"'] },
  { appRole: 'exempt', allowed: ['editor'], schema: 'auth "two"' },
  { appRole: 'exempt', allowed: ['editor'], schema: "somebody else's" },
]

/** What only a role that may read passwords can see. */
const readsPasswords: ReadonlySet<number> = new Set([209])
/** What is found where the connection is an administrator's, and neither role nor login role is known. */
const unknownLogin: ReadonlySet<number> = new Set([210])
/** What only the owner of the auth schema can see. */
const readsKeys: ReadonlySet<number> = new Set([601, 602, 603, 607])
/**
 * What no SQL can fix: there is no key at hand, a switch is for the command to finish, as an adoption is, and what a policy is
 * meant to do nobody else knows.
 */
const byHand = [311, 312, 314, 315, 504, 601, 605]

// Fixing one by one, the database is looked through some tens of times.
vi.setConfig({ testTimeout: 120_000 })

describe.each([14, 15, 16, 17, 18] as const)('a thoroughly broken database on PostgreSQL %i', (version) => {
  let server: EmbeddedPostgres
  let owner: pg.Client
  let reader: pg.Client
  /** The same two in a database that verifies tokens. */
  let verifyingOwner: pg.Client
  let verifyingReader: pg.Client

  async function connect(database?: string, asReader = false): Promise<pg.Client> {
    const url = new URL(server.connectionString)
    if (database !== undefined) url.pathname = `/${database}`
    if (asReader) {
      url.username = 'reader'
      url.password = 'reads'
    }
    const client = new pg.Client(url.href)
    await client.connect()
    if (asReader) await client.query('set default_transaction_read_only = on')
    return client
  }

  beforeAll(async () => {
    server = await startEmbeddedPostgres({ version })
    owner = await connect()
    await owner.query(authSchemaSql())
    await owner.query(`${brokenDatabase} create role reader login password 'reads'`)
    reader = await connect(undefined, true)
    await owner.query('create database verifying')
    verifyingOwner = await connect('verifying')
    // Not as long as a role with BYPASSRLS stands in its way.
    await owner.query('alter role anonymous nobypassrls')
    await verifyingOwner.query(authSchemaSql({ verification: 'database' }))
    await owner.query('alter role anonymous bypassrls')
    await verifyingOwner.query(brokenVerification)
    verifyingReader = await connect('verifying', true)
  })

  afterAll(async () => {
    for (const client of [reader, owner, verifyingReader, verifyingOwner]) await client.end()
    await server.stop()
  })

  test('every lint finds something, as a role without any rights, and changes nothing', async () => {
    const before = await catalogDigest(owner)
    const found = new Set<number>()
    for (const options of diagnoses) {
      const findings = await diagnose(reader, options)
      expect(await diagnose(owner, options)).toEqual(findings)
      for (const { number } of findings) found.add(number)
    }
    const numbersOf = async (client: pg.Client) =>
      new Set((await diagnose(client, { appRole: 'exempt' })).map(({ number }) => number))
    const foundByReader = await numbersOf(verifyingReader)
    const foundByOwner = await numbersOf(verifyingOwner)
    expect([...foundByOwner].filter((number) => !foundByReader.has(number))).toEqual([...readsKeys])
    for (const number of foundByReader) found.add(number)
    const withoutRights = lints
      .map(({ number }) => number)
      .filter((number) => ![readsPasswords, readsKeys, unknownLogin].some((others) => others.has(number)))
    expect([...found].sort()).toEqual(withoutRights.sort())
    expect(await catalogDigest(owner)).toEqual(before)
    const { rows } = await reader.query(
      `select current_setting('search_path') as path, txid_current_if_assigned() as id`,
    )
    expect(rows).toEqual([{ path: '"$user", public', id: null }])
  })

  const found = async (appRole: string) =>
    (await diagnose(reader, { appRole, allowed: ['editor'] })).map(
      ({ number, object }) => `${number} ${object}`,
    )

  test('row 8: an owner, a superuser and BYPASSRLS are found', async () => {
    expect(await found('web')).toEqual(
      expect.arrayContaining(['104 table "Odd ""Schema""".of_web', '203 role web', '206 role anonymous']),
    )
    expect(await found('exempt')).toContain('202 role exempt')
    expect(await found('power')).toContain('201 role power')
  })

  test("row 9: views, materialised views and SECURITY DEFINER functions of everyone's rows are found", async () => {
    expect(await found('web')).toEqual(
      expect.arrayContaining([
        '401 view "Odd ""Schema""".titles',
        '402 materialised view "Odd ""Schema"""."old Titles"',
        '403 function "Odd ""Schema"""."every Todo"(of text, VARIADIC more integer[])',
      ]),
    )
  })

  async function fixAll(client: pg.Client, options: DiagnoseOptions): Promise<void> {
    const seen = new Set<string>()
    for (;;) {
      const [finding] = await diagnose(client, options)
      if (finding === undefined) return
      const { number, object, detail, fix } = finding
      const key = JSON.stringify([number, object, detail])
      expect(seen, key).not.toContain(key)
      seen.add(key)
      await client.query(fix)
    }
  }

  test('with one fix after the other nothing is left', async () => {
    for (const diagnosis of diagnoses) {
      const options = { ...diagnosis, ignore: byHand }
      await fixAll(owner, options)
      expect(await diagnose(reader, options)).toEqual([])
    }
    const options = { appRole: 'exempt', ignore: byHand }
    await fixAll(verifyingOwner, options)
    expect(await diagnose(verifyingReader, options)).toEqual([])
  })
})
