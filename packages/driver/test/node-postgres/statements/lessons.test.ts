import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientInternals } from '../../../src/node-postgres/connection/client-internals.js'
import { connectionState } from '../../../src/node-postgres/connection/connection-state.js'
import { CatalogWatch } from '../../../src/node-postgres/prepared/catalog-watch.js'
import { learnFrom } from '../../../src/node-postgres/prepared/lessons.js'
import { Naming } from '../../../src/node-postgres/prepared/naming.js'
import { type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

/** What the server says to a statement, as a failure of the look at the catalog. */
async function lookFails(sql: string) {
  const client = await fixture.client()
  const error: unknown = await client.query(sql).catch((reason: unknown) => reason)
  const watch = new CatalogWatch()
  const step = watch.step()
  if (step === undefined) throw new Error('A new connection looks.')
  const { prepared } = connectionState(clientInternals(client))
  const failure = { error, sent: true, broken: false, step, unbound: undefined }
  return { again: learnFrom(failure, prepared, new Naming(), watch), watch }
}

describe('the look at the catalog in front of an opening', () => {
  it.each([
    ['a cancel', 'select pg_cancel_backend(pg_backend_pid()), pg_sleep(5)'],
    ['a time limit', 'begin; set local statement_timeout = 1; select pg_sleep(5)'],
  ])('%s that meets it is told to the caller, and the next message looks again', async (_, sql) => {
    const { again, watch } = await lookFails(sql)
    expect(again).toBe(false)
    await delay(1100)
    expect(watch.step()).toBeDefined()
  })

  it('is left out, and the message sent again, where it is not allowed', async () => {
    const { again, watch } = await lookFails('select * from pg_catalog.pg_authid')
    expect(again).toBe(true)
    await delay(1100)
    expect(watch.step()).toBeUndefined()
  })
})
