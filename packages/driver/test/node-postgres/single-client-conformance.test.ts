import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { afterAll } from 'vitest'
import { conformance } from '../conformance/conformance.js'

const clients: pg.Client[] = []
afterAll(() => Promise.all(clients.map((client) => client.end())))

conformance('node-postgres, one client', (fixture) => {
  const client = new pg.Client(fixture.url)
  clients.push(client)
  // The fixture drops the login role, so the connection must be gone by then.
  const { close } = fixture
  fixture.close = async () => {
    await client.end()
    await close()
  }
  void client.connect()
  return { driver: nodePostgres(client), interactive: true }
})
