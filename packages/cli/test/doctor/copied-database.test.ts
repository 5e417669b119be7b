import { createTestIssuer } from '@rowauth/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

let server: Server
let copy: string
let name: string
beforeAll(async () => {
  server = await openServer()
  const original = await server.createDatabase()
  const issuer = await createTestIssuer()
  await rowauth(['apply', '--url', original, '--verification', 'database', ...server.rolesOption])
  await rowauth(['jwks', 'sync', '--url', original, '--jwks', issuer.jwksUrl])
  await issuer.close()
  const url = new URL(original)
  const template = url.pathname.slice(1)
  name = `${template}_copy`
  await server.query(await server.createDatabase(), `create database ${name} template ${template}`)
  url.pathname = `/${name}`
  copy = url.href
})
afterAll(async () => {
  await server.query(await server.createDatabase(), `drop database ${name}`)
  await server.close()
})

async function numbers(): Promise<number[]> {
  const { json } = await rowauth(['doctor', '--url', copy, ...server.rolesOption, '--json'])
  return (json().findings as { number: number }[]).map(({ number }) => number)
}

test('the secrets of a copied database are found, and made anew', async () => {
  expect(await numbers()).toContain(607)
  await server.query(copy, 'select auth.rotate_secret()')
  expect(await numbers()).not.toContain(607)
})
