import { trustClaims } from '@rowauth/core'
import { claim, withAuth } from '@rowauth/drizzle'
import { asc } from 'drizzle-orm'
import { Cache } from 'drizzle-orm/cache/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'
import { blue, documents, red, tenantTables } from './tenant-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(tenantTables)
})
afterAll(() => database?.close())

/** Keeps everything for ever. */
class EverythingCache extends Cache {
  readonly entries = new Map<string, unknown[]>()

  override strategy(): 'all' {
    return 'all'
  }

  override async get(key: string): Promise<unknown[] | undefined> {
    return this.entries.get(key)
  }

  override async put(key: string, response: unknown[]): Promise<void> {
    this.entries.set(key, response)
  }

  override async onMutate(): Promise<void> {
    this.entries.clear()
  }
}

const titles = { title: documents.title }

it('Drizzle’s cache tells sessions apart by their settings, were everything else the same', async () => {
  const cache = new EverythingCache()
  const plain = drizzle({ client: database.pool, cache })
  const tenants = new Map([['red.example', red]])
  const alice = trustClaims({ sub: 'alice', host: 'red.example', tenant_id: blue })
  const byClaim = withAuth(plain, { settings: { 'app.tenant_id': claim('tenant_id') } })
  const byHost = withAuth(plain, { settings: { 'app.tenant_id': ({ host }) => tenants.get(String(host)) } })
  for (const _ of ['miss', 'hit']) {
    const read = (db: typeof byClaim) =>
      db.$withAuth(alice).select(titles).from(documents).orderBy(asc(documents.title))
    expect(await read(byClaim)).toEqual([{ title: 'blue 1' }])
    expect(await read(byHost)).toEqual([{ title: 'red 1' }, { title: 'red 2' }])
  }
  expect(cache.entries.size).toBe(2)
  // A later session of the same claims, when the function says something else.
  tenants.set('red.example', blue)
  const again = trustClaims(alice.claims)
  expect(await byHost.$withAuth(again).select(titles).from(documents)).toEqual([{ title: 'blue 1' }])
})
