import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authSchemaStatements, createIssuer } from '@rowauth/core'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'

/**
 * Applies the migrations with another first one: the auth schema that verifies tokens itself.
 *
 * @param {import('pg').Client} client
 * @param {string} migrationsFolder
 */
export async function migrateForDatabaseMode(client, migrationsFolder) {
  const copy = await mkdtemp(join(tmpdir(), 'rowauth-todo-'))
  try {
    await cp(migrationsFolder, copy, { recursive: true })
    const statements = authSchemaStatements({ verification: 'database' })
    await writeFile(
      join(copy, '0000_rowauth_auth_schema.sql'),
      statements.join('\n--> statement-breakpoint\n'),
    )
    await migrate(drizzle({ client }), { migrationsFolder: copy })
  } finally {
    await rm(copy, { recursive: true })
  }
}

/** The public keys (JWKS) of `SIGNING_KEYS`. */
function publicKeys(/** @type {string} */ signingKeys) {
  try {
    /** @type {Parameters<typeof createIssuer>[0]['privateJwk'][]} */
    const keys = JSON.parse(signingKeys)
    return keys.flatMap((privateJwk) => createIssuer({ privateJwk }).jwks.keys)
  } catch {
    // What was thrown may quote the keys.
    throw new Error('SIGNING_KEYS is not a JSON array of private keys: run `node scripts/make-key.mjs`.')
  }
}

/**
 * Registers the public halves of the signing keys, and retires those that have left: their tokens are refused from
 * then on.
 *
 * @param {import('pg').Client} client
 * @param {string} signingKeys a JSON array of private JWKs
 */
export async function registerKeys(client, signingKeys) {
  const keys = publicKeys(signingKeys)
  const kids = keys.map(({ kid }) => kid)
  await client.query('select auth.retire_jwk(kid) from auth.jwks where issuer is null and kid <> all ($1)', [
    kids,
  ])
  for (const key of keys)
    await client.query("select auth.register_jwk($1, audience => '{rowauth-todo}')", [key])
}
