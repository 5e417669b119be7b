import { neon, neonConfig } from '@neondatabase/serverless'
import type { NeonLocal, NeonLocalOptions } from '@rowauth/neon-local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProviders, type Provider } from '../../../core/test/provider-shapes/provider.js'
import { shapes } from '../../../core/test/provider-shapes/shapes.js'
import { type Fixture, startFixture } from '../fixture.js'
import { type JwksServer, startJwksServer } from './jwks-server.js'
import { refusals } from './refusals.js'

type Name = keyof typeof shapes

const all = Object.keys(shapes) as Name[]
/** Neon's endpoint takes ES256 and RS256. */
const isServed = (name: Name) => ['ES256', 'RS256'].includes(shapes[name].alg)
const names = all.filter(isServed)
const hasAudience = (name: Name) => 'audience' in shapes[name]

let opened: Record<Name, Provider>
let server: JwksServer
let fixture: Fixture
let local: NeonLocal

/** A provider as it is entered at Neon: an address of keys, and the audience where its tokens have one. */
const enter = (name: Name): NonNullable<NeonLocalOptions['providers']>[number] => {
  const { audience } = opened[name].shape
  return { jwks: server.address(name), ...(audience === undefined ? {} : { audience }) }
}

beforeAll(async () => {
  opened = await openProviders(shapes)
  server = await startJwksServer(opened)
  fixture = await startFixture()
  local = await fixture.start({ providers: all.map(enter) })
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

function sqlWith(authToken: string, endpoint = local) {
  neonConfig.fetchEndpoint = endpoint.url
  return neon(fixture.connectionString(), { authToken })
}

/** Who a token makes one. */
async function who(authToken: string, endpoint = local): Promise<unknown> {
  const [row] = await sqlWith(authToken, endpoint)`select auth.user_id() as id`
  return row?.id
}

describe('all providers at one endpoint', () => {
  it.each(names)('%s: a statement runs as the user of the token, with all of its claims', async (name) => {
    const { claims, token } = opened[name]
    const sql = sqlWith(token())
    const [row] = await sql`select current_user as role, auth.user_id() as id, auth.session() as claims`
    expect(row).toEqual({ role: 'authenticated', id: claims.sub, claims })
    await sql`insert into notes (body) values (${`note of ${name}`})`
    const notes = await sql`select owner, body from notes`
    expect(notes).toEqual([{ owner: claims.sub, body: `note of ${name}` }])
  })

  it('fetches the keys of each of them once', async () => {
    for (const name of names) await who(opened[name].token())
    for (const name of names) await who(opened[name].token({ claims: { sub: 'another' } }))
    expect(Object.fromEntries(server.requests)).toEqual(Object.fromEntries(all.map((name) => [name, 1])))
  })

  it.each(all.filter((name) => !isServed(name)))(
    '%s: tokens of its algorithm are refused, as Neon does',
    async (name) => {
      await expect(who(opened[name].token())).rejects.toThrow('signature algorithm not supported')
    },
  )

  it.each(names.filter(hasAudience))('%s: a token for another application is refused', async (name) => {
    const { token } = opened[name]
    for (const aud of ['another', ['another', 'third'], undefined]) {
      await expect(who(token({ claims: { aud } }))).rejects.toThrow('invalid JWT token audience')
    }
  })

  it.each(names)('%s: a token with its key id that others signed is refused', async (name) => {
    const { token } = opened[name]
    await expect(who(token({ signer: 'stranger' }))).rejects.toThrow('signature error: signature error')
  })

  it.each(refusals.map((refusal) => [`${refusal.provider}: ${refusal.mistake}`, refusal] as const))(
    '%s',
    async (_, { provider, token, message }) => {
      const authToken = token(opened[provider])
      await expect(who(authToken)).rejects.toMatchObject({ name: 'NeonDbError', code: '', message })
      expect(await who(opened[provider].token())).toBe(opened[provider].claims.sub)
    },
  )
})

describe('the usual misconfigurations of the endpoint', () => {
  it.each(names.filter((name) => !hasAudience(name)))(
    '%s: an audience that its tokens never name',
    async (name) => {
      const endpoint = await fixture.start({ providers: [{ ...enter(name), audience: 'my-app' }] })
      await expect(who(opened[name].token(), endpoint)).rejects.toThrow('invalid JWT token audience')
    },
  )

  it('the audiences of two providers interchanged', async () => {
    const [first, second] = [enter('auth0'), enter('firebase')]
    const endpoint = await fixture.start({
      providers: [
        { ...second, jwks: first.jwks },
        { ...first, jwks: second.jwks },
      ],
    })
    for (const { token } of [opened.auth0, opened.firebase]) {
      await expect(who(token(), endpoint)).rejects.toThrow('invalid JWT token audience')
    }
  })

  it('a provider that was not entered, or at a wrong address', async () => {
    const wrong = { jwks: server.address('nothing'), audience: 'authenticated' }
    const endpoint = await fixture.start({ providers: [enter('clerk'), wrong] })
    await expect(who(opened.supabase.token(), endpoint)).rejects.toThrow('jwk not found')
    expect(await who(opened.clerk.token(), endpoint)).toBe(opened.clerk.claims.sub)
  })
})
