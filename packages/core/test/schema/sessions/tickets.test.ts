import { authSchemaSql } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, rolledBack, withClient } from '../support/database.js'
import {
  open,
  type RegisteredIssuer,
  registerIssuer,
  startVerifying,
  type VerifyingDatabase,
} from './support/verifying-database.js'

let database: VerifyingDatabase
let client: pg.Client
let issuer: RegisteredIssuer

beforeAll(async () => {
  database = await startVerifying()
  client = database.client
  issuer = await registerIssuer(client)
})

afterAll(() => database[Symbol.asyncDispose]())

/** What a session of one transaction looks like in the setting, and the ticket that came with it. */
async function opened(sub: string, of: RegisteredIssuer = issuer, claims: object = {}) {
  const token = await of.sign({ sub, ...claims })
  return rolledBack(client, async () => {
    const { ticket } = await open(client, token)
    const [seal] = await column(client, `select current_setting('rowauth.session')`)
    return { ticket, seal: String(seal), token }
  })
}

const refused = (detail: string) => expect.objectContaining({ code: '28000', detail })

async function expectTicket(ticket: string, detail: string, on: pg.Client = client): Promise<void> {
  await rolledBack(on, () => expect(open(on, ticket)).rejects.toEqual(refused(detail)))
}

/** What reading the session gives with this in the setting. */
async function reading(seal: string, on: pg.Client = client): Promise<unknown> {
  return rolledBack(on, async () => {
    await on.query(`set local role ${database.roles.authenticated}`)
    await on.query(`select set_config('rowauth.session', $1, true)`, [seal])
    return on.query('select auth.user_id()').then(
      ({ rows }) => rows[0].user_id,
      (error: unknown) => error,
    )
  })
}

describe('a ticket is refused', () => {
  test('after its token has expired', async () => {
    const exp = Math.floor(Date.now() / 1000) - 28
    const { ticket } = await opened('alice', issuer, { exp })
    await expect
      .poll(
        () =>
          rolledBack(client, () =>
            open(client, ticket).then(
              () => '',
              (error: pg.DatabaseError) => error.detail,
            ),
          ),
        { timeout: 10_000 },
      )
      .toBe('token_expired')
  })

  test('after its key was retired, for all that the same key is registered again', async () => {
    const other = await registerIssuer(client)
    const { ticket } = await opened('alice', other)
    const jwk = JSON.stringify(other.jwks.keys[0])
    await client.query('select auth.retire_jwk($1, $2)', [other.kid, 'https://issuer.example/'])
    await expectTicket(ticket, 'ticket_refused')
    await client.query('select auth.register_jwk($1, $2)', [jwk, 'https://issuer.example/'])
    await expectTicket(ticket, 'ticket_refused')
  })

  test('after the end of its key', async () => {
    const other = await registerIssuer(client)
    // Not while the key is made, which takes a while.
    await client.query(`update auth.jwks set not_after = now() + interval '3 seconds' where id = $1`, [
      other.keyId,
    ])
    const { ticket, token } = await opened('alice', other)
    await expect
      .poll(
        () =>
          rolledBack(client, () =>
            open(client, ticket).then(
              () => '',
              (error: pg.DatabaseError) => error.detail,
            ),
          ),
        { timeout: 10_000 },
      )
      .toBe('token_expired')
    await expectTicket(token, 'token_key_not_found')
  })

  test('after the secret was rotated, while the token is still taken', async () => {
    const { ticket, token } = await opened('alice')
    await client.query('select auth.rotate_secret()')
    await expectTicket(ticket, 'ticket_refused')
    await rolledBack(client, async () => {
      const again = await open(client, token)
      expect(again.ticket).not.toBe(ticket)
    })
  })

  test('in a copy of the database', async () => {
    const { ticket, token } = await opened('alice')
    const { rows } = await client.query(
      `select s.id, s.inner_pad, s.outer_pad, k.jwk || jsonb_build_object('kid', k.kid) as jwk
       from auth.secrets s join auth.jwks k on k.id = s.key_id where k.kid = $1`,
      [issuer.kid],
    )
    const [{ id, inner_pad, outer_pad, jwk }] = rows
    const copy = await database.server.createDatabase()
    await withClient(copy, async (other) => {
      await other.query(authSchemaSql({ roles: database.roles, verification: 'database' }))
      await other.query('select auth.register_jwk($1)', [jwk])
      await other.query('update auth.secrets set id = $1, inner_pad = $2, outer_pad = $3', [
        id,
        inner_pad,
        outer_pad,
      ])
      await expectTicket(ticket, 'ticket_refused', other)
      await rolledBack(other, () => open(other, token))
    })
    await withClient(copy, async (other) => {
      for (const role of Object.values(database.roles)) await other.query(`drop owned by ${role} cascade`)
    })
  })

  test('with any character changed', async () => {
    const { ticket } = await opened('alice')
    for (let at = 1; at < ticket.length; at += 1) {
      const other = ticket[at] === '1' ? '2' : '1'
      await expectTicket(ticket.slice(0, at) + other + ticket.slice(at + 1), 'ticket_refused')
    }
  })

  test.each([
    '~',
    '~~',
    `~${'0'.repeat(64)}`,
    `~${'0'.repeat(64)}{"sub":"mallory"}`,
    `~${'x'.repeat(50_000)}`,
  ])('when it is none: %.80s', (ticket) => expectTicket(ticket, 'ticket_refused'))

  test('when it is a seal', async () => {
    const { seal } = await opened('alice')
    await expectTicket(`~${seal}`, 'ticket_refused')
    for (const claims of [seal.slice(132), btoa(seal.slice(132))]) {
      await expectTicket(`~${seal.slice(0, 116)}${claims}`, 'ticket_refused')
    }
  })
})

describe('a seal is refused', () => {
  test('in another transaction of the connection, and of another one', async () => {
    const { seal } = await opened('alice')
    expect(await reading(seal)).toEqual(refused('session_refused'))
    await withClient(database.server.connectionString, async (other) => {
      expect(await reading(seal, other)).toEqual(refused('session_refused'))
    })
  })

  test('with the transaction taken out or changed', async () => {
    const { seal } = await opened('alice')
    const [now] = await column(client, `select encode(timestamptz_send(now()), 'hex')`)
    for (const transaction of ['0'.repeat(16), String(now)]) {
      const forged = seal.slice(0, 116) + transaction + seal.slice(132)
      expect(await reading(forged)).toEqual(refused('session_refused'))
    }
  })

  test('with claims of somebody else', async () => {
    await rolledBack(client, async () => {
      await open(client, await issuer.sign({ sub: 'alice' }))
      await client.query(
        `select set_config('rowauth.session', replace(current_setting('rowauth.session'), 'alice', 'bobby'), true)`,
      )
      await expect(client.query('select auth.user_id()')).rejects.toEqual(refused('session_refused'))
    })
  })

  test('when it is a ticket', async () => {
    const { ticket } = await opened('alice')
    const body = ticket.slice(65)
    for (const seal of [
      ticket,
      ticket.slice(1),
      `${ticket.slice(1, 65)}${body.slice(0, 52)}${'0'.repeat(16)}${body.slice(52)}`,
      `${ticket.slice(1, 65)}${body.slice(0, 52)}${'0'.repeat(16)}${atob(body.slice(52))}`,
    ]) {
      expect(await reading(seal)).toEqual(refused('session_refused'))
    }
  })

  test('and never quoted', async () => {
    const error = await reading('marker'.repeat(40))
    expect(JSON.stringify(error)).not.toContain('marker')
  })
})
