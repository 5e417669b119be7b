import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/hand-written/after.js'
import { listNotes } from '../../src/hand-written/after-notes.js'
import { runUnsafely } from '../../src/hand-written/unsafe.js'
import { notes } from '../../src/schema.js'
import { endPool } from '../support/end-pool.js'
import { startApplication } from './fixture.js'

let app: Awaited<ReturnType<typeof startApplication>>
/** One connection, and a new one for each test. */
let pool: pg.Pool

beforeAll(async () => {
  app = await startApplication()
})

beforeEach(() => {
  pool = new pg.Pool({ connectionString: app.proxy.connectionString, max: 1 })
})

afterEach(() => endPool(pool))
afterAll(() => app?.close())

const bodies = (rows: readonly { body: string }[]) => rows.map(({ body }) => body)

/** The notes that somebody sees by the helper of before. */
const unsafely = async (token: string) =>
  bodies(await runUnsafely(pool, token, (db) => db.select().from(notes).orderBy(notes.id)))

/** The notes that somebody sees by the handle of now. */
const safely = async (token: string | null) =>
  bodies(await listNotes(openDatabase(pool, app.verifier).$withAuth(token)))

/** A display name that its user has chosen. */
const name = `x', false), set_config('request.jwt.claims', json_build_object('sub', 'bob')::text, false) --`

describe('the helper of before', () => {
  it('works as long as nobody means harm', async () => {
    expect(await unsafely(await app.token('alice'))).toEqual(['of alice'])
    expect(await unsafely(await app.token('bob'))).toEqual(['of bob', 'for everyone'])
  })

  it('believes a token that anybody has signed', async () => {
    expect(await unsafely(await app.forge('bob'))).toEqual(['of bob', 'for everyone'])
  })

  it('makes alice bob by a display name in a valid token', async () => {
    expect(await unsafely(await app.token('alice', { name }))).toEqual(['of bob', 'for everyone'])
  })

  it('leaves alice on the connection when a query of hers fails', async () => {
    const token = await app.token('alice')
    await expect(runUnsafely(pool, token, (db) => db.execute('select 1/0'))).rejects.toThrow()
    const { rows } = await pool.query('select body from notes')
    expect(bodies(rows)).toEqual(['of alice'])
  })
})

describe('the handle of now', () => {
  it('refuses the forged token before anything is sent', async () => {
    await safely(null)
    app.proxy.reset()
    await expect(safely(await app.forge('bob'))).rejects.toMatchObject({ code: 'token_key_not_found' })
    expect(app.proxy.roundTrips).toBe(0)
  })

  it('takes the display name for a value', async () => {
    expect(await safely(await app.token('alice', { name }))).toEqual(['of alice'])
    expect(app.proxy.statements.join()).not.toContain('json_build_object')
  })

  it('leaves nobody on the connection when a query fails', async () => {
    const alice = openDatabase(pool, app.verifier).$withAuth(await app.token('alice'))
    await expect(alice.execute('select 1/0')).rejects.toThrow()
    await expect(pool.query('select body from notes')).rejects.toMatchObject({ code: '42501' })
  })

  it("is right on a connection that the helper of before has left in alice's name", async () => {
    const token = await app.token('alice')
    await expect(runUnsafely(pool, token, (db) => db.execute('select 1/0'))).rejects.toThrow()
    expect(await safely(await app.token('bob'))).toEqual(['of bob', 'for everyone'])
    expect(await safely(null)).toEqual(['for everyone'])
    // It does not clean up after others: plain queries go on as alice's.
    expect(bodies((await pool.query('select body from notes')).rows)).toEqual(['of alice'])
  })
})
