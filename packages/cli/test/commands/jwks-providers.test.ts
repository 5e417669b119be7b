import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openProviders, type Provider } from '../../../core/test/provider-shapes/provider.js'
import { shapes } from '../../../core/test/provider-shapes/shapes.js'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'

type Name = keyof typeof shapes
const names = Object.keys(shapes) as Name[]

let opened: Record<Name, Provider>
let server: Server
let url: string
let cwd: string
let client: pg.Client

/** What the preset of a provider pins, with its keys in a file: their address cannot be reached from here. */
function syncOptions(name: Name): string[] {
  const { issuer, audience, algorithms } = opened[name].shape.preset({})
  const repeated = (option: string, values: string | readonly string[] = []) =>
    [values].flat().flatMap((value) => [option, value])
  return [
    ...['--jwks', `${name}.json`],
    ...repeated('--issuer', typeof issuer === 'function' ? [] : issuer),
    ...repeated('--audience', audience),
    ...repeated('--algorithm', algorithms),
  ]
}

// All of them in one database, where the key ids and issuers of one must not get in the way of another.
beforeAll(async () => {
  server = await openServer()
  url = await server.createDatabase()
  cwd = await mkdtemp(join(tmpdir(), 'rowauth-providers-'))
  await rowauth(['apply', '--url', url, '--verification', 'database', ...server.rolesOption])
  opened = await openProviders(shapes)
  for (const name of names) {
    await writeFile(join(cwd, `${name}.json`), JSON.stringify(opened[name].jwks))
    const { json } = await rowauth(['jwks', 'sync', '--url', url, ...syncOptions(name), '--json'], { cwd })
    expect(json(), name).toMatchObject({ ok: true })
  }
  client = new pg.Client(url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await server.close()
  await rm(cwd, { recursive: true })
})

/** Whom the database takes a token for, or why it does not. */
async function who(token: string): Promise<unknown> {
  await client.query('begin')
  try {
    await client.query('select auth.open_session($1)', [token])
    const { rows } = await client.query('select auth.user_id() as id')
    return rows[0]?.id
  } catch (error) {
    return error instanceof pg.DatabaseError ? error.detail : error
  } finally {
    await client.query('rollback')
  }
}

test.each(names)('%s: its tokens are accepted, those of others are not', async (name) => {
  const { claims, token, shape } = opened[name]
  expect(await who(token())).toBe(claims.sub)
  expect(await who(token({ signer: 'stranger' }))).toBe('token_signature_invalid')
  const { issuer, audience } = shape.preset({})
  if (issuer !== undefined) {
    const other = token({ claims: { iss: 'https://issuer.example' } })
    expect(await who(other)).toBe('token_issuer_mismatch')
  }
  if (audience !== undefined) {
    for (const aud of ['another', ['another', 'third'], undefined]) {
      expect(await who(token({ claims: { aud } }))).toBe('token_audience_mismatch')
    }
  }
})

test.each(names)('%s: a second sync changes nothing', async (name) => {
  const { json } = await rowauth(['jwks', 'sync', '--url', url, ...syncOptions(name), '--json'], { cwd })
  const { keys } = json() as { keys: { action: string }[] }
  expect(new Set(keys.map(({ action }) => action).filter((action) => action !== 'skipped'))).toEqual(
    new Set(['unchanged']),
  )
})
