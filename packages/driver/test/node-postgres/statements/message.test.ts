import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { controlStep, userStep } from '../../../src/flow/step.js'
import { singleClientConnections } from '../../../src/node-postgres/connection/single-client-connections.js'
import { Naming } from '../../../src/node-postgres/prepared/naming.js'
import { claimsOpening, openingSteps } from '../../../src/opening/opening.js'
import { alice, bob, type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const whoami = 'select auth.user_id() as id'
const internals = (client: pg.Client) =>
  client as unknown as { connection: { query(text: string): void; sync(): void } }

it('row 4: after a BEGIN that fails nothing of the message runs', async () => {
  const client = await fixture.client()
  const insert = userStep("insert into todos (title) values ('without claims')", 'authenticated', 'plain')
  const opening = claimsOpening(alice)
  const steps = [controlStep('begin nonsense'), ...openingSteps(opening), insert]
  const settings = {
    naming: new Naming(),
    clean: false,
    exclusive: false,
    maxResultBytes: Number.POSITIVE_INFINITY,
  }
  const connection = await singleClientConnections(client, settings).acquire(opening)
  const failure = await connection.sendWhole(steps).catch((reason: unknown) => reason)
  connection.release('nothing')
  expect(failure).toMatchObject({ cause: { code: '42601' }, sent: true, broken: false, again: false })
  expect(client.getTransactionStatus()).toBe('I')
  const { rowCount } = await fixture.owner.query("select from todos where title = 'without claims'")
  expect(rowCount).toBe(0)
})

describe('an answer too many', () => {
  it('is never taken for the answer to the next call, and ends the connection', async () => {
    const pool = fixture.pool({ max: 1 })
    const driver = nodePostgres(pool)
    await driver.query(alice, whoami)
    const client = await pool.connect()
    internals(client).connection.sync()
    client.release()
    await expect(driver.query(bob, whoami)).rejects.toThrow(/before all statements were answered/)
    expect((await driver.query(alice, whoami)).rows).toEqual([{ id: 'alice' }])
    expect((await driver.query(bob, whoami)).rows).toEqual([{ id: 'bob' }])
  })

  it('with rows that belong to somebody else, on a single client', async () => {
    const client = await fixture.client()
    const driver = nodePostgres(client)
    await driver.query(alice, whoami)
    internals(client).connection.query("select 'somebody else' as id")
    const outcomes = await Promise.allSettled([driver.query(alice, whoami), driver.query(bob, whoami)])
    for (const outcome of outcomes) expect(outcome.status).toBe('rejected')
  })
})

it('a connection whose status pg does not tell is asked for it before anything else', async () => {
  const client = await fixture.client()
  await client.query('begin')
  // Releases before 8.19 have no such method.
  Object.defineProperty(client, 'getTransactionStatus', { value: undefined })
  const driver = nodePostgres(client)
  await expect(driver.query(alice, whoami)).rejects.toMatchObject({ code: 'unsupported' })
  await client.query('rollback')
  expect((await driver.query(alice, whoami)).rows).toEqual([{ id: 'alice' }])
})

it('calls that come at once never make pg queue two of them', async () => {
  const warnings: string[] = []
  const listen = ({ message }: Error) => warnings.push(message)
  process.on('warning', listen)
  const driver = nodePostgres(await fixture.client())
  const calls = Array.from({ length: 20 }, () => driver.query(alice, whoami))
  const transaction = driver.transaction(bob, (tx) => Promise.all([1, 2, 3, 4].map(() => tx.query(whoami))))
  await Promise.all([...calls, transaction])
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', listen)
  expect(warnings).toEqual([])
})
