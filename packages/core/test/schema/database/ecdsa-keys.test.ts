import { createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import { type Curve, jwkOf, multipleOfBase, p256, p384, toBytes } from './support/ecdsa-curve.js'
import { pointAt } from './support/ecdsa-points.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

async function keyProblem(jwk: unknown, alg: string | null): Promise<string | null> {
  const { rows } = await database.client.query('select auth.ecdsa_key_problem($1::jsonb, $2) as problem', [
    jwk === undefined ? null : JSON.stringify(jwk),
    alg,
  ])
  return rows[0].problem
}

function nodeTakes(jwk: JsonWebKey): boolean {
  try {
    createPublicKey({ key: jwk, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

const notOnCurve = 'the point is not on the curve'
const tooLarge = 'a coordinate is not less than the prime of the curve'

describe.each([p256, p384])('$alg', (curve) => {
  const { alg, crv, octets, p } = curve
  const base = multipleOfBase(curve, 1n)
  const jwk = jwkOf(curve, base)
  const lengthProblem = `the coordinates \`x\` and \`y\` are not ${octets} bytes of base64url each`

  test('takes every key that node:crypto makes', async () => {
    for (let i = 0; i < 20; i++) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve.opensslName })
      expect(await keyProblem(publicKey.export({ format: 'jwk' }), alg)).toBeNull()
    }
  })

  test('takes points with the coordinate 0, and other members', async () => {
    const point = pointAt(curve, 0n)
    expect(point).toBeDefined()
    if (point === undefined) return
    expect(nodeTakes(jwkOf(curve, point))).toBe(true)
    expect(await keyProblem(jwkOf(curve, point), alg)).toBeNull()
    expect(await keyProblem({ ...jwk, kid: 'a', use: 'sig', alg, x5c: [] }, alg)).toBeNull()
  })

  /** As {@link Curve}, with coordinates that may be too large for it. */
  const withPoint = (x: bigint, y: bigint) => jwkOf(curve, { x, y })
  const beyond = pointAt(curve, 0n)
  const highest = (1n << BigInt(8 * octets)) - 1n

  test.each<[string, JsonWebKey, string]>([
    ['y + 1', withPoint(base.x, base.y + 1n), notOnCurve],
    ['x + 1', withPoint(base.x + 1n, base.y), notOnCurve],
    ['the coordinates exchanged', withPoint(base.y, base.x), notOnCurve],
    ['zero, which is no point', withPoint(0n, 0n), notOnCurve],
    ['x = p with the y of x = 0', withPoint(p, beyond?.y ?? 0n), tooLarge],
    ['y = p', withPoint(base.x, p), tooLarge],
    ['the largest numbers', withPoint(highest, highest), tooLarge],
  ])('refuses %s, as node:crypto does', async (_, key, problem) => {
    expect(nodeTakes(key)).toBe(false)
    expect(await keyProblem(key, alg)).toBe(problem)
  })

  const { x = '', y = '' } = jwk
  const encode = (bytes: Buffer) => bytes.toString('base64url')
  test.each<[string, unknown]>([
    ['a zero in front', { ...jwk, x: encode(toBytes(base.x, octets + 1)) }],
    ['a byte less', { ...jwk, y: encode(toBytes(base.y, octets).subarray(1)) }],
    ['no x', { ...jwk, x: undefined }],
    ['no y', { ...jwk, y: undefined }],
    ['x null', { ...jwk, x: null }],
    ['x a number', { ...jwk, x: 12345 }],
    ['x an array', { ...jwk, x: [x] }],
    ['x empty', { ...jwk, x: '' }],
    ['padding', { ...jwk, x: `${x.slice(0, -1)}=` }],
    ['white space in x', { ...jwk, x: ` ${x.slice(1)}` }],
    ['a line break behind', { ...jwk, y: `${y}\n` }],
    ['base64 that is not for URLs', { ...jwk, y: `+${y.slice(1)}` }],
    ['x of a mebibyte', { ...jwk, x: 'A'.repeat(2 ** 20) }],
    ['characters of more bytes', { ...jwk, x: '\u{1f511}'.repeat(x.length) }],
  ])('refuses %s', async (_, key) => {
    expect(await keyProblem(key, alg)).toBe(lengthProblem)
  })

  test.each<[string, unknown]>([
    ['another curve', { ...jwk, crv: crv === 'P-256' ? 'P-384' : 'P-256' }],
    ['a curve that is none', { ...jwk, crv: 'p-256' }],
    ['a curve that is no text', { ...jwk, crv: [crv] }],
    ['no curve', { ...jwk, crv: undefined }],
  ])('refuses %s', async (_, key) => {
    expect(await keyProblem(key, alg)).toBe(`the curve is not ${crv}, which ${alg} is for`)
  })

  test.each<[string, unknown]>([
    ['no key type', { ...jwk, kty: undefined }],
    ['another key type', { ...jwk, kty: 'RSA' }],
    ['a key type null', { ...jwk, kty: null }],
    ['a key type in lower case', { ...jwk, kty: 'ec' }],
    ['an empty object', {}],
    ['an array', [jwk]],
    ['a string', 'EC'],
    ['a number', 1],
    ['true', true],
    ['JSON null', null],
    ['NULL', undefined],
  ])('refuses %s', async (_, key) => {
    expect(await keyProblem(key, alg)).toBe('the key type is not EC')
  })
})

test.each([null, '', 'es256', 'ES512', 'ES256K', 'RS256', 'none'])(
  'refuses the algorithm %s',
  async (alg) => {
    const jwk = jwkOf(p256, multipleOfBase(p256, 1n))
    expect(await keyProblem(jwk, alg)).toBe('the algorithm is not ES256 or ES384')
  },
)

test('the constants are those of the standards', async () => {
  const { rows } = await database.client.query(
    `select alg, crv, octets, p, n, b, x, y
     from unnest(array['ES256', 'ES384']) alg, auth.ecdsa_curve(alg) curve order by alg`,
  )
  const printed = ({ alg, crv, octets, p, n, b, x, y }: Curve) => ({
    ...{ alg, crv, octets },
    ...Object.fromEntries(Object.entries({ p, n, b, x, y }).map(([name, value]) => [name, String(value)])),
  })
  expect(rows).toEqual([printed(p256), printed(p384)])
})
