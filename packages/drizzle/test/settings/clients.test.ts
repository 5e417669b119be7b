import { createIssuer, createVerifier, generateSigningKey, trustClaims } from '@rowauth/core'
import { claim } from '@rowauth/drizzle'
import { asc, eq, placeholder, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'
import { type Client, clients, type Database } from './clients.js'
import { blue, documents, drafts, red, tenantTables } from './tenant-database.js'

let database: TodoDatabase
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(tenantTables)
})
afterAll(() => database?.close())

const settings = {
  'app.tenant_id': claim('tenant_id', { as: 'uuid' }),
  'app.current_user_id': (claims: { readonly sub?: string }) => claims.sub,
  'jwt.claims.user_id': claim('sub'),
  statement_timeout: '5s',
}
const alice = trustClaims({ sub: 'alice', tenant_id: red })
const bob = trustClaims({ sub: 'bob', tenant_id: blue })
const lost = trustClaims({ sub: 'carol' })
const titles = { title: documents.title }
const ofRed = [{ title: 'red 1' }, { title: 'red 2' }]
const ofBlue = [{ title: 'blue 1' }]

type Queries = Pick<ReturnType<Database['$withAuth']>, 'select'>
const read = (db: Queries) => db.select(titles).from(documents).orderBy(asc(documents.title))

describe.each(clients)('settings from claims over $name', ({ start, interactive }) => {
  let client: Client
  let db: Database
  beforeAll(async () => {
    client = await start(database.url)
    db = client.open({ settings })
    // What is known to a connection of postgres.js costs one round trip from then on.
    for (const who of [alice, null]) await read(db.$withAuth(who))
  })
  afterAll(() => client?.close())

  const costsOne = async <T>(call: () => PromiseLike<T>): Promise<T> => {
    client.spent()
    const result = await call()
    expect([1, undefined]).toContain(client.spent())
    return result
  }

  it('each user sees their rows on one connection, and a visitor in between what nobody left', async () => {
    for (const _ of [1, 2]) {
      expect(await costsOne(() => read(db.$withAuth(alice)))).toEqual(ofRed)
      expect(await costsOne(() => read(db.$withAuth(null)))).toEqual([])
      expect(await costsOne(() => read(db.$withAuth(lost)))).toEqual([])
      expect(await costsOne(() => read(db.$withAuth(bob)))).toEqual(ofBlue)
      expect(await costsOne(() => read(db.$withAuth(lost)))).toEqual([])
    }
    const mine = (who: typeof alice | null) => db.$withAuth(who).select().from(drafts)
    expect(await mine(alice)).toEqual([{ author: 'alice', title: 'of alice' }])
    expect(await mine(null)).toEqual([{ author: '', title: 'of nobody' }])
    expect(await mine(bob)).toEqual([{ author: 'bob', title: 'of bob' }])
  })

  it('in batches', async () => {
    const all = (who: typeof alice | null) => {
      const handle = db.$withAuth(who)
      return handle.batch([read(handle), handle.$count(documents), read(handle)])
    }
    await all(alice)
    expect(await costsOne(() => all(alice))).toEqual([ofRed, 2, ofRed])
    expect(await costsOne(() => all(null))).toEqual([[], 0, []])
    expect(await costsOne(() => all(bob))).toEqual([ofBlue, 1, ofBlue])
  })

  it('in prepared queries, each run as its user', async () => {
    const byAuthor = (who: typeof alice | null) =>
      db
        .$withAuth(who)
        .select(titles)
        .from(documents)
        .where(eq(documents.author, placeholder('author')))
        .prepare('by_author')
    const [ofAlice, ofNobody, ofBob] = [byAuthor(alice), byAuthor(null), byAuthor(bob)]
    for (const _ of [1, 2]) {
      expect(await ofAlice.execute({ author: 'adam' })).toEqual([{ title: 'red 2' }])
      expect(await ofNobody.execute({ author: 'adam' })).toEqual([])
      expect(await ofBob.execute({ author: 'adam' })).toEqual([])
      expect(await ofBob.execute({ author: 'bob' })).toEqual(ofBlue)
    }
  })

  it('with tokens that a verifier has checked', async () => {
    const { privateJwk } = await generateSigningKey()
    const { jwks, sign } = createIssuer({ privateJwk })
    const verified = client.open({ settings, verifier: createVerifier({ jwks }) })
    const token = await sign({ sub: 'alice', tenant_id: red })
    const other = await sign({ sub: 'bob', tenant_id: blue })
    expect(await costsOne(() => read(verified.$withAuth(token)))).toEqual(ofRed)
    expect(await costsOne(() => read(verified.$withAuth(() => null)))).toEqual([])
    expect(await costsOne(() => read(verified.$withAuth(other)))).toEqual(ofBlue)
  })

  it('policies that check them refuse what is somebody else’s', async () => {
    const add = (author: string) =>
      db.$withAuth(alice).insert(documents).values({ tenantId: red, author, title: 'new' }).returning(titles)
    await expect(Promise.resolve(add('bob'))).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('nothing stays on the connection', async () => {
    await read(db.$withAuth(alice))
    const rows = await client
      .open({})
      .$withAuth(bob)
      .select({
        tenant: sql<string>`coalesce(current_setting('app.tenant_id', true), '')`,
        id: sql<string>`coalesce(current_setting('jwt.claims.user_id', true), '')`,
      })
      .from(sql`(select 1) as one`)
    expect(rows).toEqual([{ tenant: '', id: '' }])
  })

  if (interactive)
    it('in transactions, savepoints among them', async () => {
      for (const [who, rows] of [
        [alice, ofRed],
        [null, []],
        [bob, ofBlue],
        [lost, []],
      ] as const) {
        await db.$withAuth(who).transaction(async (tx) => {
          expect(await read(tx)).toEqual(rows)
          const undone = tx.transaction(async (nested) => {
            expect(await read(nested)).toEqual(rows)
            throw new Error('undone')
          })
          await expect(undone).rejects.toThrow('undone')
          expect(await read(tx)).toEqual(rows)
        })
      }
    })
})
