import { neon, neonConfig } from '@neondatabase/serverless'
import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { startNeonLocal } from '@rowauth/neon-local'
import { drizzle as overHttp } from 'drizzle-orm/neon-http'
import { drizzle as overTcp } from 'drizzle-orm/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everything, everythingSql } from '../support/every-type.js'
import { rowsOf, startTodoDatabase, type TodoDatabase } from '../support/todo-database.js'

let database: TodoDatabase
let local: Awaited<ReturnType<typeof startNeonLocal>>
beforeAll(async () => {
  database = await startTodoDatabase()
  await database.owner.query(everythingSql)
  local = await startNeonLocal({ connectionString: database.url, passwordLogin: true })
  neonConfig.fetchEndpoint = () => local.url
})
afterAll(async () => {
  await local?.close()
  await database?.close()
})

describe('type fidelity', () => {
  const alice = trustClaims({ sub: 'alice' })
  const handles = () => {
    const { username, password, pathname } = new URL(database.url)
    const sql = neon(`postgresql://${username}:${password}@db.example${pathname}`)
    return {
      tcp: withAuth(overTcp({ client: database.pool })).$withAuth(alice),
      http: withAuth(overHttp({ client: sql })).$withAuth(alice),
    }
  }

  it('every type that Drizzle maps is the same over HTTP and over TCP', async () => {
    const { tcp, http } = handles()
    const expected = await tcp.select().from(everything).orderBy(everything.serial)
    expect(expected).toHaveLength(3)
    expect(Object.values(expected[0] ?? {}).filter((value) => value === null)).toEqual([])
    const seen = await http.select().from(everything).orderBy(everything.serial)
    for (const [row, values] of expected.entries()) {
      for (const [column, value] of Object.entries(values)) {
        expect([column, Reflect.get(seen[row] ?? {}, column)]).toStrictEqual([column, value])
      }
    }
  })

  it('so is every type in a raw query', async () => {
    const { tcp, http } = handles()
    const text = 'select * from everything order by serial'
    const [seen, expected] = [rowsOf(await http.execute(text)), rowsOf(await tcp.execute(text))]
    expect(seen).toStrictEqual(expected)
  })
})
