import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/neon-serverless'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everything, everythingSql } from '../support/every-type.js'
import { type NeonWebSocket, startNeonWebSocket } from '../support/neon-websocket.js'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
let neon: NeonWebSocket
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(everythingSql)
  // What plain Drizzle gives is to compare with: the login may read it, too.
  await database.owner.query(`grant select on everything to "${new URL(database.url).username}"`)
  neon = await startNeonWebSocket(database.url)
})
afterAll(async () => {
  await neon?.close()
  await database?.close()
})

it('every type is what plain Drizzle gives, in queries of Drizzle’s and in raw ones', async () => {
  const plain = drizzle({ client: neon.pool })
  const handle = withAuth(plain).$withAuth(trustClaims({ sub: 'alice' }))
  const expected = await plain.select().from(everything).orderBy(everything.serial)
  expect(expected).toHaveLength(3)
  const seen = await handle.select().from(everything).orderBy(everything.serial)
  for (const [row, values] of expected.entries()) {
    for (const [column, value] of Object.entries(values)) {
      expect([column, Reflect.get(seen[row] ?? {}, column)]).toStrictEqual([column, value])
    }
  }
  const text = 'select * from everything order by serial'
  expect(rowsOf(await handle.execute(text))).toStrictEqual(rowsOf(await plain.execute(text)))
})
