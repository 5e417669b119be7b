import { createVerifier, trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import {
  authSession,
  authUserId,
  authUserUuid,
  claim,
  crudPolicy,
  type WithAuthOptions,
  withAuth,
} from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { describe, expect, it } from 'vitest'

/** Nothing here connects. */
const pool = new pg.Pool()
const verifier = createVerifier({ jwks: { keys: [] } })
const open = (options?: unknown) => withAuth(drizzle({ client: pool }), options as WithAuthOptions)

describe('options of withAuth', () => {
  it.each(['verifer', 'verify', 'jwks', 'setting', 'role', 'onquery', 'prepare', 'schema', 'isRevoked'])(
    'that nobody would read are refused: %s',
    (name) => {
      expect(() => open({ [name]: undefined })).toThrow(TypeError)
      expect(() => open({ verifier, [name]: {} })).toThrow(
        `withAuth() has no option "${name}". Its options are: verifier, verification, driver, roles, settings, onQuery.`,
      )
    },
  )

  it.each(['authenticate', 'anon', 'claims', 'allow', 'form', 'default'])(
    'in `roles` as well: %s',
    (name) => {
      expect(() => open({ roles: { [name]: 'x' } })).toThrow(
        `\`roles\` of withAuth() has no option "${name}". Its options are: authenticated, anonymous, claim, allowed, from.`,
      )
    },
  )

  it('are no verifier, no driver, no text and no list', () => {
    expect(() => open(verifier)).toThrow(/`withAuth\(db, { verifier }\)`/)
    for (const wrong of [null, 'https://issuer.example/jwks.json', [verifier], 7, () => verifier]) {
      expect(() => open(wrong)).toThrow(/withAuth\(\) takes its options as an object; they are: verifier/)
    }
    expect(() => open(nodePostgres(pool))).toThrow(/withAuth\(\) has no option/)
  })

  it('may be undefined, one by one or as a whole', () => {
    expect(() => open()).not.toThrow()
    const names = ['verifier', 'verification', 'driver', 'roles', 'settings', 'onQuery']
    expect(() => open(Object.fromEntries(names.map((name) => [name, undefined])))).not.toThrow()
  })

  it('do not compile either', () => {
    const types = () => {
      const db = drizzle({ client: pool })
      // @ts-expect-error misspelt
      withAuth(db, { verifer: verifier })
      // @ts-expect-error misspelt
      withAuth(db, { roles: { anon: 'anon' } })
      // @ts-expect-error an option of the verifier
      withAuth(db, { verifier, audience: 'x' })
      // @ts-expect-error the verifier is an option
      withAuth(db, verifier)
      // @ts-expect-error misspelt
      withAuth(db).$withAuth('x', { inn: db })
      // @ts-expect-error the transaction is an option
      withAuth(db).$withAuth('x', db)
    }
    expect(types).toBeTypeOf('function')
  })
})

describe('$withAuth', () => {
  const db = open({ verifier })
  const $withAuth = db.$withAuth as (...args: unknown[]) => { $count(table: unknown): Promise<number> }

  it.each([
    ['nothing', [], /Undefined is nobody: bearerToken\(request\.headers\)/],
    ['undefined', [undefined], /Undefined is nobody: bearerToken\(request\.headers\)/],
    ['a number', [7], /and no number/],
    ['false', [false], /and no boolean/],
    ['a promise', [Promise.resolve('a.b.c')], /a promise: await it/],
    ['headers', [new Headers()], /bearerToken\(request\.headers\)/],
    ['a request', [new Request('http://127.0.0.1/')], /bearerToken\(request\.headers\)/],
    ['claims', [{ sub: 'alice' }], /trustClaims\(claims\)/],
    ['a look-alike', [{ claims: { sub: 'alice' }, role: 'x' }], /trustClaims\(claims\)/],
  ])('given %s says what to give', (_, args, message) => {
    expect(() => $withAuth(...args)).toThrow(TypeError)
    expect(() => $withAuth(...args)).toThrow(message)
  })

  it('takes nothing for a transaction that is none', () => {
    const alice = trustClaims({ sub: 'alice' })
    const plain = drizzle({ client: pool })
    expect(() => $withAuth(alice, plain)).toThrow(/`\$withAuth\(token, { in: tx }\)`/)
    expect(() => $withAuth(alice, { tx: plain })).toThrow(
      '$withAuth() has no option "tx". Its options are: in.',
    )
    for (const wrong of [null, 'tx', []]) expect(() => $withAuth(alice, wrong)).toThrow(TypeError)
    expect(() => $withAuth(alice, { in: undefined })).toThrow(/`in` must be an open transaction/)
  })

  it.each([
    ['', 'token_missing', /string is empty/],
    ['Bearer a.b.c', 'token_malformed', /bearerToken\(headers\)/],
    ['bearer  a.b.c', 'token_malformed', /bearerToken\(headers\)/],
    ['a b c', 'token_malformed', /three unpadded base64url parts/],
  ])('%j is a token that is refused when a query runs', async (token, code, message) => {
    const refused = db.$withAuth(token).execute('select 1')
    await expect(Promise.resolve(refused)).rejects.toMatchObject({
      code,
      status: 401,
      message: expect.stringMatching(message),
    })
  })
})

describe('what builds policies', () => {
  it('refuses options that it would not read', () => {
    const wrong = { chema: 'x' } as object
    expect(() => crudPolicy({ role: 'a', read: true, udpate: false } as never)).toThrow(
      /crudPolicy\(\) has no option "udpate"/,
    )
    expect(() => crudPolicy(undefined as never)).toThrow(/crudPolicy\(\) takes its options as an object/)
    expect(() => claim('x', { type: 'uuid' } as object)).toThrow(/claim\(\) has no option "type"/)
    for (const make of [authUserId, authUserUuid, authSession]) {
      expect(() => make(wrong)).toThrow(`${make.name}() has no option "chema". Its options are: schema.`)
    }
  })
})
