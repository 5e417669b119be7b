import { trustClaims } from '@rowauth/core'
import type { QueryEvent } from '@rowauth/driver'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
let driver: ReturnType<typeof nodePostgres>
const events: QueryEvent[] = []
beforeAll(async () => {
  fixture = await startFixture()
  driver = nodePostgres(fixture.pool({ max: 1 })).observedBy((event) => events.push(event))
})
afterAll(() => fixture?.close())
beforeEach(() => {
  events.length = 0
})

const session = trustClaims({ sub: 'alice', secret: 'marker-71b2' })
const seen = () => events.map(({ text, role, roundTrips, rows }) => ({ text, role, roundTrips, rows }))
const role = 'authenticated'

it('sees a statement, with what came back', async () => {
  await driver.query(session, { text: 'select title from todos where title = $1', values: ['a1'] })
  expect(seen()).toEqual([{ text: 'select title from todos where title = $1', role, roundTrips: 1, rows: 1 }])
  expect(events[0]?.error).toBeUndefined()
  expect(events[0]?.durationMs).toBeGreaterThan(0)
})

it('sees a batch as one call', async () => {
  await driver.batch(session, ['select 1', 'select 2 union select 3'])
  expect(seen()).toEqual([{ text: 'select 1;\nselect 2 union select 3', role, roundTrips: 1, rows: 3 }])
})

it('sees each statement of a transaction, savepoints included', async () => {
  await driver.transaction(session, async (tx) => {
    await tx.query('select 1')
    await tx.transaction((nested) => nested.query('select 2'))
  })
  expect(seen()).toEqual([
    { text: 'select 1', role, roundTrips: 1, rows: 1 },
    { text: 'select 2', role, roundTrips: 1, rows: 1 },
  ])
})

it('sees what failed, and how often it was tried', async () => {
  await expect(driver.query(session, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
  expect(events[0]).toMatchObject({ error: { code: '22012' }, rows: undefined, roundTrips: 1 })
  await expect(driver.batch(session, ['select 1/0'])).rejects.toMatchObject({ code: '22012' })
  expect(events[1]).toMatchObject({ error: { code: '22012' }, roundTrips: 2 })
  const failing = driver.query(session, { text: 'select $1', values: [{ toPostgres: () => fail() }] })
  await expect(failing).rejects.toThrow('no value')
  expect(events[2]).toMatchObject({ roundTrips: 0 })
  expect(events).toHaveLength(3)
})

it('sees neither claims nor parameters, unless it asks for these', async () => {
  await driver.query(session, { text: 'select $1::text', values: ['marker-9c04'] })
  await driver.query(session, { text: 'select $1::int', values: ['marker-9c04'] }).catch(() => undefined)
  for (const event of events) {
    const { error, ...rest } = event
    expect(JSON.stringify({ ...rest, text: event.text })).not.toMatch(/marker/)
    expect(event.parameters()).toEqual([['marker-9c04']])
  }
})

it('gets the statements of the user alone, in the driver that it observes', async () => {
  await nodePostgres(fixture.pool()).query(session, 'select 1')
  expect(events).toEqual([])
})

function fail(): never {
  throw new Error('no value')
}
