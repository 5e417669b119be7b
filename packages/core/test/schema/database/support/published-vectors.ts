import type { JsonWebKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SignatureCase } from './signature-case.js'

interface VectorFile {
  readonly groups: readonly {
    readonly alg: string
    readonly jwk: JsonWebKey
    readonly cases: readonly {
      readonly name: string
      readonly message: string
      readonly signature: string
      readonly genuine: boolean
    }[]
  }[]
}

/** The files of `vectors`, each of which names its source. */
export const vectorFiles = [
  'rfc8032',
  'jose',
  'nist-rsa',
  'wycheproof-ed25519',
  'jose-ecdsa',
  'nist-ecdsa',
  'wycheproof-ecdsa',
] as const

export function publishedVectors(file: (typeof vectorFiles)[number]): SignatureCase[] {
  const text = readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), 'utf8')
  return (JSON.parse(text) as VectorFile).groups.flatMap(({ alg, jwk, cases }) =>
    cases.map(({ name, message, signature, genuine }) => ({
      name,
      alg,
      jwk,
      message: Buffer.from(message, 'base64url'),
      signature: Buffer.from(signature, 'base64url'),
      genuine,
    })),
  )
}
