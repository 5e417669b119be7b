import { randomBytes, randomInt } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { column, errorOf, outermostMajors } from '../support/database.js'
import { databaseWithAlgorithms } from './support/database-with-algorithms.js'

// PostgreSQL 16 and later read hexadecimal numbers, 14 and 15 do not.
describe.each(outermostMajors)('bytes on PostgreSQL %i', (version) => {
  let database: Awaited<ReturnType<typeof databaseWithAlgorithms>>
  let client: pg.Client

  beforeAll(async () => {
    database = await databaseWithAlgorithms(version)
    client = database.client
  })

  afterAll(() => database.close())

  const samples = [
    ...Array.from({ length: 40 }, (_, length) => randomBytes(length)),
    ...Array.from({ length: 40 }, (_, length) => Buffer.alloc(length, 0xff)),
    ...[1, 7, 8, 32, 512].map((length) => Buffer.alloc(length)),
    randomBytes(256),
    Buffer.concat([Buffer.alloc(5), randomBytes(512)]),
    Buffer.from('8000000000000000', 'hex'),
    Buffer.from('ffffffffffffff80000000000000', 'hex'),
  ]

  test('are read as a number and written again', async () => {
    for (const sample of samples) {
      const value = BigInt(sample.length === 0 ? 0 : `0x${sample.toString('hex')}`)
      expect(await column(client, 'select auth.bytes_to_numeric($1)', [sample])).toEqual([String(value)])
      expect(await column(client, 'select auth.numeric_to_bytes($1, $2)', [value, sample.length])).toEqual([
        sample,
      ])
      const bits = value === 0n ? 0 : value.toString(2).length
      expect(await column(client, 'select auth.bit_length_of($1)', [sample])).toEqual([bits])
      const reversed = Buffer.from(sample).reverse()
      expect(await column(client, 'select auth.reverse_bytes($1)', [sample])).toEqual([reversed])
    }
  })

  test.each([
    ['256', 1],
    ['65536', 2],
    ['1', 0],
    ['281474976710656', 6],
    ['-1', 4],
    ['1.5', 4],
    ['NaN', 4],
    ['Infinity', 4],
    ['1', -1],
  ])('%s is no number of %i bytes', async (value, length) => {
    const error = await errorOf(client, 'select auth.numeric_to_bytes($1, $2)', [value, length])
    expect(error.code).toBe('22003')
  })

  test('are written as base64url and read again', async () => {
    for (const sample of samples) {
      const text = sample.toString('base64url')
      expect(await column(client, 'select auth.base64url_encode($1)', [sample])).toEqual([text])
      expect(await column(client, 'select auth.base64url_decode($1)', [text])).toEqual([sample])
    }
  })

  test('are not read from anything else than canonical base64url', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const others = Array.from({ length: 255 }, (_, code) => String.fromCodePoint(code + 1))
    const foreign = others.filter((character) => !alphabet.includes(character))
    const texts = [
      ...foreign.flatMap((character) => [`AA${character}A`, `AAAA${character}`, `${character}AAAA`]),
      ...['A', 'AAAAA', 'AA==', 'AA=', 'AAA=', 'AAAA=', '=', '====', ' AAAA', 'AAAA\n', 'AA\nAA', 'AA AA'],
      ...[...alphabet]
        .slice(1)
        .filter((_, index) => (index + 1) % 16 !== 0)
        .map((last) => `A${last}`),
      ...[...alphabet]
        .slice(1)
        .filter((_, index) => (index + 1) % 4 !== 0)
        .map((last) => `AA${last}`),
      'ＡＡＡＡ',
      'AAÄA',
      '😀',
    ]
    const { rows } = await client.query<{ text: string; bytes: Buffer | null }>(
      `select text, auth.base64url_decode(text) as bytes from unnest($1::text[]) text`,
      [texts],
    )
    expect(rows.filter(({ bytes }) => bytes !== null)).toEqual([])
    expect(rows.length).toBe(texts.length)
  })

  test('an inverse is one', async () => {
    const prime = 2n ** 255n - 19n
    const random = Array.from({ length: 50 }, () => BigInt(randomInt(1, 2 ** 47)) ** 5n % prime)
    for (const value of [1n, 2n, 3n, prime - 1n, prime - 2n, prime / 2n, ...random]) {
      const [inverse] = await column(client, 'select auth.inverse_modulo($1, $2)', [value, prime])
      expect((BigInt(String(inverse)) * value) % prime).toBe(1n)
      expect(BigInt(String(inverse)) < prime && BigInt(String(inverse)) > 0n).toBe(true)
    }
    for (const value of [0n, prime, -1n, prime + 1n]) {
      expect((await errorOf(client, 'select auth.inverse_modulo($1, $2)', [value, prime])).code).toBe('XX000')
    }
  })
})
