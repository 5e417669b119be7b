import { readFile } from 'node:fs/promises'
import type pg from 'pg'

const sqlRoot = new URL('../../../../sql/database/', import.meta.url)

/** The SQL of the algorithms, in the order in which it runs. */
const files = [
  'bytes/bytes-to-numeric',
  'bytes/numeric-to-bytes',
  'bytes/bit-length-of',
  'bytes/reverse-bytes',
  'bytes/base64url-encode',
  'bytes/base64url-decode',
  'arithmetic/inverse-modulo',
  'rsa/keys',
  'rsa/key-problem',
  'rsa/derive',
  'rsa/power',
  'rsa/pss-matches',
  'rsa/register',
  'rsa/verify',
  'ed25519/keys',
  'ed25519/key-points',
  'ed25519/base-points',
  'ed25519/multiples',
  'ed25519/fill-base-points',
  'ed25519/entries',
  'ed25519/small-order',
  'ed25519/decompress',
  'ed25519/multiply',
  'ed25519/key-problem',
  'ed25519/register',
  'ed25519/verify',
  'ecdsa/curve',
  'ecdsa/digits',
  'ecdsa/multiples',
  'ecdsa/base-points',
  'ecdsa/fill-base-points',
  'ecdsa/key-points',
  'ecdsa/steps',
  'ecdsa/sum',
  'ecdsa/complete-sum',
  'ecdsa/coordinate',
  'ecdsa/key-problem',
  'ecdsa/register',
  'ecdsa/verify',
]

/** Installs the algorithms alone, with as much of the key table as they refer to. */
export async function installAlgorithms(client: pg.Client): Promise<void> {
  await client.query(
    `create schema if not exists auth;
     create table if not exists auth.jwks (id bigint generated always as identity primary key)`,
  )
  for (const file of files) {
    const statement = await readFile(new URL(`${file}.sql`, sqlRoot), 'utf8')
    await client.query(statement.replaceAll(':"auth"', 'auth'))
  }
}
