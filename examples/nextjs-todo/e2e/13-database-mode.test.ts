import { generateSigningKey } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareDatabase } from '../scripts/prepare-database.mjs'
import { runNext } from '../scripts/run-next.mjs'
import { freePort } from './support/application'
import { launch, makeList, newcomer, openList, type Visitor } from './support/browser'

type SigningKey = Awaited<ReturnType<typeof generateSigningKey>>['privateJwk']

let server: EmbeddedPostgres
let browser: Browser
let port: number
let databaseUrl: string
let old: SigningKey
let ada: Visitor
let token: string

/** Deploys the application with these keys, on the same database and under the same address each time. */
async function deployed(keys: SigningKey[], run: (url: string) => Promise<void>): Promise<void> {
  const SIGNING_KEYS = JSON.stringify(keys)
  databaseUrl = await prepareDatabase(server.connectionString, SIGNING_KEYS)
  const env = { DATABASE_URL: databaseUrl, SIGNING_KEYS }
  const next = await runNext({ command: 'start', port, isQuiet: true, env })
  try {
    await run(next.url)
  } finally {
    await next.stop()
  }
}

/** Names of the lists that somebody sees who has the application's connection string, and opens a session so. */
async function listsSeen(opening: string, value: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query('begin')
    await client.query('set local role authenticated')
    await client.query(opening, [value])
    const { rows } = await client.query<{ name: string }>('select name from lists order by created_at')
    return rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  server = await startEmbeddedPostgres()
  browser = await launch()
  port = await freePort()
  old = (await generateSigningKey({ alg: 'ES256' })).privateJwk
  await deployed([old], async (url) => {
    ada = await newcomer(browser, url, 'Ada')
    await makeList(ada.page, 'Garden')
    token = String((await ada.context.cookies()).find(({ name }) => name === 'session')?.value)
  })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

describe('a database that verifies the tokens itself', () => {
  it('believes no claims, whoever has the connection string of the application', async () => {
    const [, payload = ''] = token.split('.')
    const claims = Buffer.from(payload, 'base64url').toString()
    expect(await listsSeen("select set_config('request.jwt.claims', $1, true)", claims)).toEqual([])
    expect(await listsSeen('select auth.open_session($1)', token)).toEqual(['My first list', 'Garden'])
    const [header = '', , signature = ''] = token.split('.')
    const forged = [header, Buffer.from(claims.replace('Ada', 'Eve')).toString('base64url'), signature]
    await expect(listsSeen('select auth.open_session($1)', forged.join('.'))).rejects.toMatchObject({
      code: '28000',
      detail: 'token_signature_invalid',
    })
  })

  it('knows the signing keys, also while they change', async () => {
    const { privateJwk: next } = await generateSigningKey({ alg: 'ES256' })
    await deployed([old, next], async () => openList(ada.page, 'Garden'))
    await deployed([next, old], async (url) => {
      await openList(ada.page, 'Garden')
      await newcomer(browser, url, 'Grace')
    })
    await deployed([next], async () => {
      await ada.page.goto('/lists')
      await ada.page.waitForURL('**/sign-in')
    })
    await expect(listsSeen('select auth.open_session($1)', token)).rejects.toMatchObject({
      code: '28000',
      detail: 'token_key_not_found',
    })
  })
})
