import { trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { withReplicas } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTodoDatabase, type TodoDatabase, todos } from '../support/todo-database.js'

/** Two databases, so that an answer tells where it comes from. */
let primary: TodoDatabase
let replica: TodoDatabase
beforeAll(async () => {
  ;[primary, replica] = await Promise.all([startTodoDatabase(), startTodoDatabase()])
  await replica.owner.query("update todos set title = 'on the replica' where user_id = 'bob'")
})
afterAll(() => Promise.all([primary?.close(), replica?.close()]))

const bob = trustClaims({ sub: 'bob' })
const titles = { title: todos.title }

/** 1.0 has `$replica` for what may be read from a replica; in 0.45 every read does. */
const reading = <Handle extends object>(handle: Handle): Handle =>
  '$replica' in handle ? (handle.$replica as Handle) : handle

it('with a driver of the application’s, reads go to each replica’s own client', async () => {
  const clients: pg.Pool[] = []
  const db = withAuth(withReplicas(drizzle({ client: primary.pool }), [drizzle({ client: replica.pool })]), {
    driver: (client) => {
      clients.push(client)
      return nodePostgres(client, { prepare: false })
    },
  })
  expect(clients).toEqual([primary.pool, replica.pool])
  const handle = db.$withAuth(bob)
  expect(await reading(handle).select(titles).from(todos)).toEqual([{ title: 'on the replica' }])
  expect(await handle.$replicas[0]?.select(titles).from(todos)).toEqual([{ title: 'on the replica' }])
  expect(await handle.$primary.select(titles).from(todos)).toEqual([{ title: 'b1' }])
  const written = await handle.update(todos).set({ title: 'on the primary' }).returning(titles)
  expect(written).toEqual([{ title: 'on the primary' }])
  expect(await reading(handle).select(titles).from(todos)).toEqual([{ title: 'on the replica' }])
  await handle.transaction(async (tx) => {
    expect(await tx.select(titles).from(todos)).toEqual([{ title: 'on the primary' }])
  })
  expect(clients).toHaveLength(2)
})

it('a replica that is added later gets a driver of its own, once', async () => {
  const later = new pg.Pool({ connectionString: replica.url, max: 1 })
  try {
    const clients: pg.Pool[] = []
    const replicas: [ReturnType<typeof drizzle>, ...ReturnType<typeof drizzle>[]] = [
      drizzle({ client: primary.pool }),
    ]
    let chosen = replicas[0]
    const driver = (client: pg.Pool) => {
      clients.push(client)
      return nodePostgres(client)
    }
    const db = withAuth(
      withReplicas(drizzle({ client: primary.pool }), replicas, () => chosen),
      { driver },
    )
    chosen = drizzle({ client: later })
    replicas.push(chosen)
    for (let n = 0; n < 2; n += 1) {
      expect(await reading(db.$withAuth(bob)).select(titles).from(todos)).toEqual([
        { title: 'on the replica' },
      ])
    }
    expect(clients).toEqual([primary.pool, primary.pool, later])
  } finally {
    await later.end()
  }
})
