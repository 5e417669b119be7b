import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { startNeonLocal } from '@rowauth/neon-local'
import { expect, it, onTestFinished } from 'vitest'
import { message } from '../websocket/protocol.js'

const words = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('Z', Buffer.from('I')),
  message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0')),
])

it('survives a server that stops in the very moment when it has let somebody in', async () => {
  const stray: unknown[] = []
  const note = (reason: unknown) => stray.push(reason)
  process.on('uncaughtException', note)
  onTestFinished(() => void process.off('uncaughtException', note))
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(words))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const local = await startNeonLocal({
    connectionString: `postgres://app:app@127.0.0.1:${port}/app`,
    passwordLogin: true,
  })
  onTestFinished(() => local.close())
  const response = await fetch(local.url, {
    method: 'POST',
    headers: { 'neon-connection-string': 'postgres://app:app@db.example/app' },
    body: JSON.stringify({ query: 'select 1', params: [] }),
  })
  expect([400, 500]).toContain(response.status)
  expect(await response.text()).not.toContain('missing hostname')
  await new Promise((resolve) => setImmediate(resolve))
  expect(stray).toEqual([])
})
