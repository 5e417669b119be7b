import { PGlite } from '@electric-sql/pglite'
import { neon, neonConfig } from '@neondatabase/serverless'
import { authSchemaSql, trustClaims } from '@rowauth/core'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { withAuth } from '@rowauth/drizzle'
import { type NeonLocal, startNeonLocal } from '@rowauth/neon-local'
import { createPool } from '@vercel/postgres'
import * as drizzleOrm from 'drizzle-orm'
import { eq, sql } from 'drizzle-orm'
import { drizzle as overNeonHttp } from 'drizzle-orm/neon-http'
import { drizzle as overNeonServerless } from 'drizzle-orm/neon-serverless'
import { drizzle as overNodePostgres } from 'drizzle-orm/node-postgres'
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import { drizzle as overVercel } from 'drizzle-orm/vercel-postgres'
import { neonConfig as neonConfigOfVercel } from 'neon-serverless-of-vercel'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type NeonWebSocket, startNeonWebSocket } from '../support/neon-websocket.js'
import { startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'
import { shapeOf } from './shape.js'

const things = pgTable('things', { id: integer().primaryKey(), name: text(), at: timestamp() })

const setup = `
create table things (id int primary key, name text, at timestamp);
insert into things values (1, 'one', '2024-02-29 12:34:56'), (2, null, null);
`

/** 1.0 takes relations, 0.45 the tables. */
const { defineRelations } = drizzleOrm as { defineRelations?: (tables: object) => object }
const relational = (
  defineRelations ? { relations: defineRelations({ things }) } : { schema: { things } }
) as Record<never, never>

interface Relational {
  readonly query: {
    readonly things: Record<'findMany' | 'findFirst', (config?: object) => PromiseLike<unknown>>
  }
}

type Plain = ReturnType<typeof overNodePostgres>
type Queries = Pick<Plain, 'select' | 'insert' | 'update' | 'delete' | 'execute' | '$count'> & Relational

/** Each gives the same answer however often it runs, to the login role and to a user. */
const queries: readonly (readonly [name: string, make: (db: Queries) => PromiseLike<unknown>])[] = [
  ['raw SQL', (db) => db.execute(sql`select id, name, at, id > ${1} as more from things order by id`)],
  ['raw SQL, a text', (db) => db.execute('select 1 as n, null as nothing')],
  ['raw SQL, no rows', (db) => db.execute(sql`select * from things where false`)],
  ['raw SQL, no columns', (db) => db.execute(sql`select from things`)],
  ['a raw update', (db) => db.execute(sql`update things set name = name where id = ${1}`)],
  ['a raw update that returns', (db) => db.execute(sql`update things set name = name returning id`)],
  ['a raw show', (db) => db.execute(sql`show server_encoding`)],
  ['a raw set', (db) => db.execute(sql`set local statement_timeout = 0`)],
  ['a builder, executed', (db) => db.execute(db.select().from(things).orderBy(things.id))],
  ['a select', (db) => db.select().from(things).orderBy(things.id)],
  ['a select of nothing', (db) => db.select().from(things).where(eq(things.id, 9))],
  ['an insert', (db) => db.insert(things).values({ id: 1 }).onConflictDoNothing()],
  ['an insert that returns', (db) => db.insert(things).values({ id: 1 }).onConflictDoNothing().returning()],
  ['an update', (db) => db.update(things).set({ name: sql`name` })],
  ['an update that returns', (db) => db.update(things).set({ name: sql`name` }).returning({ id: things.id })],
  ['a delete', (db) => db.delete(things).where(eq(things.id, 9))],
  ['a relational query', (db) => db.query.things.findMany({ columns: { id: true, at: true } })],
  ['a relational query for one', (db) => db.query.things.findFirst()],
  ['a count', (db) => db.$count(things)],
]

let database: TodoDatabase
let local: NeonLocal
let webSocket: NeonWebSocket
const closing: (() => Promise<unknown>)[] = []
/** Each kind of client, to be opened when the servers run. */
const databases = new Map<string, object>()

beforeAll(async () => {
  database = await startTodoDatabase()
  const { username, password, pathname } = new URL(database.url)
  await database.owner.query(setup)
  await database.owner.query(`grant all on things to ${username}, authenticated`)
  local = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
  webSocket = await startNeonWebSocket(database.url)
  neonConfig.fetchEndpoint = () => local.url
  neonConfigOfVercel.wsProxy = () => local.wsProxy
  neonConfigOfVercel.useSecureWebSocket = false
  const sqlOfPostgres = postgres(database.url, { max: 2 })
  const url = new URL(database.url)
  url.hostname = 'localhost'
  const vercel = createPool({ connectionString: url.href, max: 2 })
  const pglite = await PGlite.create()
  await pglite.exec(authSchemaSql())
  await pglite.exec(`${setup} grant all on things to authenticated`)
  closing.push(
    () => postgresJs(sqlOfPostgres).end(),
    () => sqlOfPostgres.end(),
    () => vercel.end(),
    () => pglite.close(),
    () => webSocket.close(),
    () => local.close(),
    () => database.close(),
  )
  const http = neon(`postgresql://${username}:${password}@db.example${pathname}`)
  databases.set('node-postgres', overNodePostgres({ client: database.pool, ...relational }))
  databases.set('postgres.js', overPostgresJs({ client: sqlOfPostgres, ...relational }))
  databases.set('neon-serverless', overNeonServerless({ client: webSocket.pool, ...relational }))
  databases.set('neon-http', overNeonHttp({ client: http, ...relational }))
  databases.set('vercel-postgres', overVercel({ client: vercel, ...relational }))
  databases.set('pglite', overPglite({ client: pglite, ...relational }))
})
afterAll(async () => {
  for (const close of closing) await close()
})

const alice = trustClaims({ sub: 'alice' })

interface Batching extends Queries {
  batch(items: unknown[]): Promise<unknown[]>
  transaction<T>(run: (tx: Queries) => Promise<T>): Promise<T>
}

function open(client: string) {
  const plain = databases.get(client) as Batching
  return { plain, handle: withAuth(plain).$withAuth(alice) as unknown as Batching }
}

const clients = ['node-postgres', 'postgres.js', 'neon-serverless', 'neon-http', 'vercel-postgres', 'pglite']

describe.each(clients)('what plain Drizzle answers over %s', (client) => {
  it.each(queries)('%s', async (_, make) => {
    const { plain, handle } = open(client)
    expect(shapeOf(await make(handle))).toEqual(shapeOf(await make(plain)))
  })

  it.each(queries)('%s, in a transaction', async (_, make) => {
    const { plain, handle } = open(client)
    if (client === 'neon-http') return
    const wanted = shapeOf(await plain.transaction(async (tx) => make(tx)))
    expect(shapeOf(await handle.transaction(async (tx) => make(tx)))).toEqual(wanted)
  })

  it.each(queries)('%s, in a batch', async (name, make) => {
    const { plain, handle } = open(client)
    // Drizzle has no batch elsewhere, and does not count in this one.
    const batches = client === 'neon-http' && name !== 'a count'
    const wanted = batches
      ? await plain.batch([make(plain), make(plain)])
      : [await make(plain), await make(plain)]
    expect((await handle.batch([make(handle), make(handle)])).map(shapeOf)).toEqual(wanted.map(shapeOf))
  })
})
