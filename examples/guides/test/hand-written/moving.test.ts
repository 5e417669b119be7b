import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/hand-written/after.js'
import * as after from '../../src/hand-written/after-notes.js'
import { createRls } from '../../src/hand-written/before.js'
import * as before from '../../src/hand-written/before-notes.js'
import { startApplication } from './fixture.js'

let app: Awaited<ReturnType<typeof startApplication>>
let rls: ReturnType<typeof createRls>
let db: ReturnType<typeof openDatabase>
let alice: string
let bob: string

beforeAll(async () => {
  app = await startApplication()
  rls = createRls(app.pool, app.verifier)
  db = openDatabase(app.pool, app.verifier)
  alice = await app.token('alice')
  bob = await app.token('bob')
})

afterAll(() => app?.close())

it('shows everybody the same rows before and after, in four round trips and in one', async () => {
  for (const token of [alice, bob, null]) {
    expect(await after.listNotes(db.$withAuth(token))).toEqual(await before.listNotes(rls, token))
  }
  app.proxy.reset()
  await before.listNotes(rls, alice)
  expect(app.proxy.roundTrips).toBe(4)
  app.proxy.reset()
  await after.listNotes(db.$withAuth(alice))
  expect(app.proxy.roundTrips).toBe(1)
})

it("changes nobody else's note, before and after", async () => {
  const { rows } = await app.database.owner.query(`select id from notes where body = 'of bob'`)
  const { id } = rows[0]
  expect(await before.renameNote(rls, alice, id, 'changed')).toEqual([])
  expect(await after.renameNote(db.$withAuth(alice), id, 'changed')).toEqual([])
  expect(await after.renameNote(db.$withAuth(bob), id, 'of bob')).toEqual([{ id }])
})

it('runs both ways side by side on one connection', async () => {
  const people = [
    [alice, ['of alice']],
    [bob, ['of bob', 'for everyone']],
    [null, ['for everyone']],
  ] as const
  const calls = Array.from({ length: 48 }, async (_, index) => {
    const [token, expected] = people[index % 3] ?? people[0]
    const rows = await (index % 2 === 0 ? before.listNotes(rls, token) : after.listNotes(db.$withAuth(token)))
    return [expected, rows.map(({ body }) => body).sort()] as const
  })
  for (const [expected, found] of await Promise.all(calls)) expect(found).toEqual([...expected].sort())
})

it('calls what was moved from within what was not, in one transaction', async () => {
  const { rows } = await app.database.owner.query(`select id from notes where body = 'of alice'`)
  const { id } = rows[0]
  // #region within
  const outcome = rls(alice, async (tx) => {
    await after.renameNote(db.$withAuth(alice, { in: tx }), id, 'renamed')
    tx.rollback()
  })
  // #endregion within
  await expect(outcome).rejects.toThrow('Rollback')
  expect(await before.listNotes(rls, alice)).toEqual([{ body: 'of alice' }])
})
