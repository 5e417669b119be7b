import { authSchemaSql, createIssuer, generateSigningKey, type Issuer } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { dropRoles, ownRoles } from '../../support/database.js'

const issuerName = 'https://issuer.example/'
const audience = 'app'

export type Algorithm = 'ES256' | 'RS256' | 'EdDSA'

/** A database that verifies tokens, and its owner's connection. */
export interface VerifyingDatabase extends AsyncDisposable {
  readonly server: TestServer
  readonly client: pg.Client
  readonly roles: ReturnType<typeof ownRoles>
}

/** @param version - the major version; by default that of the other tests */
export async function startVerifying(version?: 14 | 15 | 16 | 17 | 18): Promise<VerifyingDatabase> {
  const server = await startPostgres(version === undefined ? {} : { version })
  const roles = ownRoles()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  await client.query(authSchemaSql({ roles, verification: 'database' }))
  return {
    server,
    client,
    roles,
    async [Symbol.asyncDispose]() {
      await client.end()
      await dropRoles([server.connectionString], Object.values(roles))
      await server.stop()
    },
  }
}

/** What registers a key may be told, besides the key. */
interface Registration {
  readonly alg?: Algorithm
  readonly issuer?: string | null
  readonly audience?: string[] | null
  readonly notBefore?: string
  readonly notAfter?: string
}

export interface RegisteredIssuer extends Issuer {
  readonly kid: string
  readonly keyId: string
}

/** Makes a key, registers it, and signs with it. */
export async function registerIssuer(
  client: pg.ClientBase,
  options: Registration = {},
): Promise<RegisteredIssuer> {
  const {
    alg = 'RS256',
    issuer = issuerName,
    audience: audiences = [audience],
    notBefore,
    notAfter,
  } = options
  const { privateJwk, publicJwk } = await generateSigningKey({ alg })
  const { rows } = await client.query<{ id: string }>('select auth.register_jwk($1, $2, $3, $4, $5) as id', [
    publicJwk,
    issuer,
    audiences,
    notBefore,
    notAfter,
  ])
  const made = createIssuer({ privateJwk, issuer: issuerName, audience })
  return { ...made, kid: String(publicJwk.kid), keyId: String(rows[0]?.id) }
}

/** Opens a session for the transaction: the digest that was answered, and the ticket. */
export async function open(client: pg.ClientBase, credential: string | null) {
  const { rows } = await client.query<{ answer: string }>('select auth.open_session($1) as answer', [
    credential,
  ])
  const answer = String(rows[0]?.answer)
  return { digest: answer.slice(0, 64), ticket: answer.slice(65) }
}

/** Seals any text as claims of this transaction, as its owner could. */
export async function sealClaims(client: pg.ClientBase, claims: string): Promise<void> {
  await client.query(
    `select set_config('rowauth.session', auth.mac(s.inner_pad, s.outer_pad, 'session', body) || body, true)
     from auth.secrets s,
       lateral (select s.id || auth.instant('infinity') || auth.instant(transaction_timestamp()) || $1::text) b (body)
     limit 1`,
    [claims],
  )
}
