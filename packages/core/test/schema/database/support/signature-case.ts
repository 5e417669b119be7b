import type { JsonWebKey } from 'node:crypto'
import type pg from 'pg'

/** A signature, and whether it is genuine. */
export interface SignatureCase {
  readonly name: string
  readonly alg: string
  readonly jwk: JsonWebKey
  readonly message: Buffer
  readonly signature: Buffer
  readonly genuine: boolean
}

/** What the database says of each case: by the derived values of registered keys, or from the JWK alone. */
export async function decide(
  client: pg.Client,
  cases: readonly SignatureCase[],
  registered: boolean,
): Promise<boolean[]> {
  const keyIds = new Map<string, string | null>()
  const decisions: boolean[] = []
  for (const { alg, jwk, message, signature } of cases) {
    const family = familyOf(alg)
    const key = JSON.stringify([alg, jwk])
    if (registered && !keyIds.has(key)) keyIds.set(key, await register(client, jwk, alg))
    const keyId = registered ? keyIds.get(key) : null
    if (registered && keyId === null) {
      decisions.push(false)
      continue
    }
    const { rows } = await client.query<{ genuine: boolean }>({
      name: `verify ${family}`,
      text: `select auth.${family}_verify($1, $2, $3, $4, $5) as genuine`,
      values: [keyId, jwk, alg, message, signature],
    })
    decisions.push(rows[0]?.genuine as boolean)
  }
  return decisions
}

/** Registers a key and returns its id, or null where the key is refused. */
export async function register(client: pg.Client, jwk: JsonWebKey, alg: string): Promise<string | null> {
  const family = familyOf(alg)
  const { rows } = await client.query<{ id: string }>(
    `insert into auth.jwks select where auth.${family}_key_problem($1, $2) is null returning id`,
    [jwk, alg],
  )
  const id = rows[0]?.id ?? null
  if (id !== null) await client.query(`select auth.${family}_register($1, $2)`, [id, jwk])
  return id
}

/** Names with decisions, for a comparison that shows which case went wrong. */
export function named(cases: readonly SignatureCase[], decisions: readonly boolean[]): [string, boolean][] {
  return cases.map(({ name }, index) => [name, decisions[index] as boolean])
}

/** Names with what is right. */
export function rightAnswers(cases: readonly SignatureCase[]): [string, boolean][] {
  return cases.map(({ name, genuine }) => [name, genuine])
}

function familyOf(alg: string): 'rsa' | 'ed25519' | 'ecdsa' {
  if (alg === 'ES256' || alg === 'ES384') return 'ecdsa'
  return alg === 'EdDSA' || alg === 'Ed25519' ? 'ed25519' : 'rsa'
}
