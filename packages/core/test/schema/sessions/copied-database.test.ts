import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { column, rolledBack, withClient } from '../support/database.js'
import {
  open,
  type RegisteredIssuer,
  registerIssuer,
  startVerifying,
  type VerifyingDatabase,
} from './support/verifying-database.js'

/* A copy has the secrets of its original, as a restored dump has. */

let database: VerifyingDatabase
let issuer: RegisteredIssuer
let token: string
let ticket: string
let seal: string
let admin: string
let original: string
let copy: string

const at = (name: string) => {
  const url = new URL(admin)
  url.pathname = `/${name}`
  return url.href
}

beforeAll(async () => {
  database = await startVerifying()
  const { client, server } = database
  admin = server.connectionString
  original = new URL(admin).pathname.slice(1)
  issuer = await registerIssuer(client)
  token = await issuer.sign({ sub: 'alice' })
  await rolledBack(client, async () => {
    ticket = (await open(client, token)).ticket
  })
  await client.query('select auth.jwt_session_init($1)', [token])
  seal = String((await column(client, `select current_setting('rowauth.session')`))[0])
  await client.end()
  const other = await server.createDatabase()
  copy = `${original}_copy`
  // On a connection to a third database: a template may have none.
  await withClient(other, (elsewhere) => elsewhere.query(`create database ${copy} template ${original}`))
  admin = other
})

afterAll(async () => {
  await withClient(admin, (elsewhere) => elsewhere.query(`drop database if exists ${copy} with (force)`))
  await database[Symbol.asyncDispose]()
})

/** What a credential and a seal of the original are worth in a database. */
async function worth(name: string) {
  return withClient(at(name), async (client) => {
    const outcome = (call: Promise<unknown>) =>
      call.then(
        () => 'taken',
        (error: pg.DatabaseError) => error.detail,
      )
    const opening = (credential: string) => rolledBack(client, () => outcome(open(client, credential)))
    return {
      token: await opening(token),
      ticket: await opening(ticket),
      session: await rolledBack(client, async () => {
        await client.query(`select set_config('rowauth.session', $1, true)`, [seal])
        return outcome(client.query('select auth.user_id()'))
      }),
    }
  })
}

const everything = { token: 'taken', ticket: 'taken', session: 'taken' }
const theTokenAlone = { token: 'taken', ticket: 'ticket_refused', session: 'session_refused' }

test('tickets and sessions of the original are worth nothing in a copy that has another name', async () => {
  expect(await worth(original)).toEqual(everything)
  expect(await worth(copy)).toEqual(theTokenAlone)
})

test('under the same name they are as good as in the original, until its owner rotates the secret', async () => {
  const away = `${original}_away`
  await withClient(admin, async (elsewhere) => {
    await elsewhere.query(`alter database ${original} rename to ${away}`)
    await elsewhere.query(`alter database ${copy} rename to ${original}`)
  })
  expect(await worth(original)).toEqual(everything)
  expect(await worth(away)).toEqual(theTokenAlone)
  await withClient(at(original), (client) => client.query('select auth.rotate_secret()'))
  expect(await worth(original)).toEqual(theTokenAlone)
  await withClient(admin, async (elsewhere) => {
    await elsewhere.query(`alter database ${original} rename to ${copy}`)
    await elsewhere.query(`alter database ${away} rename to ${original}`)
  })
  expect(await worth(original)).toEqual(everything)
})
