import { generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'
import {
  add,
  base,
  challenge,
  encode,
  encodePoint,
  fromLittleEndian,
  littleEndian,
  modulo,
  multiply,
  order,
  type Point,
  p,
  pointAt,
  torsionPoints,
} from './support/edwards.js'
import { nodeVerify } from './support/node-verify.js'
import { decide, named, rightAnswers, type SignatureCase } from './support/signature-case.js'

let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>

beforeAll(async () => {
  database = await databaseWithAlgorithms()
})

afterAll(() => database.close())

const message = Buffer.from('eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbGljZSJ9')
const [neutral, ...smallPoints] = torsionPoints() as [Point, ...Point[]]

const jwkOf = (publicKey: Buffer): JsonWebKey => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: publicKey.toString('base64url'),
})
const secret = modulo(fromLittleEndian(randomBytes(32)), order)
const publicPoint = multiply(secret, base)

/** A signature made by its equation, with whatever is added to R and A. */
function makeSignature({ toR = neutral, toA = neutral, nonce = 7n, text = message } = {}) {
  const r = encodePoint(add(multiply(nonce, base), toR))
  const publicKey = encodePoint(add(publicPoint, toA))
  const h = challenge(r, publicKey, text)
  const s = modulo(nonce + h * secret, order)
  return {
    h,
    s,
    r,
    alg: 'EdDSA',
    jwk: jwkOf(publicKey),
    message: text,
    signature: Buffer.concat([r, littleEndian(s)]),
  }
}

async function expectAnswers(cases: readonly SignatureCase[]) {
  for (const registered of [true, false]) {
    expect(named(cases, await decide(database.client, cases, registered))).toEqual(rightAnswers(cases))
  }
}

/** The right answer is that of `node:crypto`; the list names the cases that it is expected to accept. */
async function expectAgreement(cases: Omit<SignatureCase, 'genuine'>[], genuine: string[]) {
  const compared = cases.map((each) => ({ ...each, genuine: nodeVerify(each) }))
  expect(compared.filter((each) => each.genuine).map(({ name }) => name)).toEqual(genuine)
  await expectAnswers(compared)
}

test('a signature can be written in one way', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const jwk = publicKey.export({ format: 'jwk' })
  const signature = sign(null, message, privateKey)
  const [r, s] = [signature.subarray(0, 32), fromLittleEndian(signature.subarray(32))]
  const withS = (value: bigint) => Buffer.concat([r, littleEndian(value)])
  const withR = (value: Buffer) => Buffer.concat([value, signature.subarray(32)])
  const y = fromLittleEndian(r) & (2n ** 255n - 1n)
  const writings: [string, Buffer][] = [
    ['as it was made', signature],
    ...Array.from({ length: 15 }, (_, index): [string, Buffer] => [
      `S + ${index + 1} L`,
      withS(s + BigInt(index + 1) * order),
    ]),
    ['S = L', withS(order)],
    ['S = L - 1', withS(order - 1n)],
    ['S = 0', withS(0n)],
    ['S = -S', withS(order - s)],
    ['the largest S', withS(2n ** 256n - 1n)],
    ['a high bit of S', withS(s + 2n ** 255n)],
    ['the other sign of R', withR(encode(y, 1n - (fromLittleEndian(r) >> 255n)))],
    ['-y of R', withR(encode(p - y, 0n))],
    ['R of zeros', withR(Buffer.alloc(32))],
    ['the largest R', withR(Buffer.alloc(32, 0xff))],
    ['S and R in the other order', Buffer.concat([signature.subarray(32), r])],
    ['the bytes reversed', Buffer.from(signature).reverse()],
    ['a byte less', signature.subarray(0, -1)],
    ['a byte less in front', signature.subarray(1)],
    ['a byte more', Buffer.concat([signature, Buffer.alloc(1)])],
    ['nothing', Buffer.alloc(0)],
    ['R alone', r],
    ['twice', Buffer.concat([signature, signature])],
  ]
  const cases = writings.map(([name, written]) => ({ name, alg: 'EdDSA', jwk, message, signature: written }))
  await expectAgreement(cases, ['as it was made'])
})

test('the equation holds exactly, without the cofactor', async () => {
  const cases = smallPoints.flatMap((point, index) => {
    // Whatever multiplies the small part of A, 0 modulo 8 or not: both kinds come up.
    const parts = [0n, 1n, 4n].map((rest) => {
      for (let nonce = 1n; ; nonce += 1n) {
        const made = makeSignature({ toA: point, nonce })
        if (made.h % 8n === rest) return { ...made, name: `${index} added to A, h = ${rest} modulo 8` }
      }
    })
    return [...parts, { ...makeSignature({ toR: point }), name: `${index} added to R` }]
  })
  const orders = smallPoints.map((point) => [2n, 4n, 8n].find((n) => multiply(n, point)[1] === 1n))
  const genuine = orders.flatMap((small, index) => [
    `${index} added to A, h = 0 modulo 8`,
    ...(small === 8n ? [] : [`${index} added to A, h = 4 modulo 8`]),
  ])
  await expectAgreement(
    [{ ...makeSignature(), name: 'nothing added' }, ...cases],
    ['nothing added', ...genuine],
  )
})

test('an R of small order is refused, though its equation holds and node:crypto takes it', async () => {
  const made = makeSignature({ nonce: 0n })
  expect(nodeVerify(made)).toBe(true)
  await expectAnswers([{ ...made, name: 'neutral R', genuine: false }])
})

test('a public key of small order is refused in all of its encodings, though node:crypto takes some', async () => {
  const encodings = [neutral, ...smallPoints].flatMap(([, y]) =>
    [y, ...(y < 19n ? [y + p] : [])].flatMap((value) => [0n, 1n].map((sign) => encode(value, sign))),
  )
  // With S = 0 and a neutral R any message will do, as long as h is a multiple of eight.
  const cases = encodings.flatMap((publicKey) => {
    for (let count = 0; ; count += 1) {
      const text = Buffer.from(`message ${count}`)
      const r = encodePoint(neutral)
      if (challenge(r, publicKey, text) % 8n !== 0n) continue
      const signature = Buffer.concat([r, littleEndian(0n)])
      const name = publicKey.toString('hex')
      return [{ name, alg: 'EdDSA', jwk: jwkOf(publicKey), message: text, signature, genuine: false }]
    }
  })
  expect(cases.filter(nodeVerify).length).toBeGreaterThan(8)
  await expectAnswers(cases)
  const { rows } = await database.client.query<{ problem: string }>(
    `select distinct auth.ed25519_key_problem(jwk, 'EdDSA') as problem from unnest($1::jsonb[]) jwk order by 1`,
    [cases.map(({ jwk }) => jwk)],
  )
  expect(rows.map(({ problem }) => problem)).toEqual([
    'the public key is not a point of the curve',
    'the public key is of small order',
  ])
})

test('a public key with a y of p and more is refused', async () => {
  const keys = Array.from({ length: 19 }, (_, index) => BigInt(index))
    .filter((y) => pointAt(y) !== undefined)
    .map((y) => jwkOf(encode(p + y, 0n)))
  expect(keys.length).toBeGreaterThan(5)
  const { rows } = await database.client.query(
    `select distinct auth.ed25519_key_problem(jwk, 'EdDSA') as problem from unnest($1::jsonb[]) jwk`,
    [keys],
  )
  expect(rows).toEqual([{ problem: 'the public key is not a point of the curve' }])
})

test('decompression finds the points of the curve and no others', async () => {
  const encodings = Array.from({ length: 60 }, (_, index) => encode(BigInt(index % 30), BigInt(index) / 30n))
  const { rows } = await database.client.query<{ point: string[] | null }>(
    `select auth.ed25519_decompress(e)::text[] as point from unnest($1::bytea[]) with ordinality u(e, n) order by n`,
    [encodings],
  )
  const expected = encodings.map((encoded) => {
    const sign = BigInt(encoded[31] as number) >> 7n
    const point = pointAt(BigInt(encoded[0] as number), sign)
    return point === undefined || point[0] % 2n !== sign ? null : point.map(String)
  })
  expect(rows.map(({ point }) => point)).toEqual(expected)
  expect(expected.filter((point) => point === null).length).toBeGreaterThan(10)
})
