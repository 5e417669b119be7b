import { PGlite } from '@electric-sql/pglite'
import { authSchemaSql, createIssuer, generateSigningKey } from '@rowauth/core'
import { expect, test } from 'vitest'

test('PGlite verifies tokens of every algorithm', async () => {
  const db = await PGlite.create()
  try {
    await db.exec(authSchemaSql({ verification: 'database' }))
    await db.exec(authSchemaSql({ verification: 'database' }))
    for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const { privateJwk, publicJwk } = await generateSigningKey({ alg })
      await db.query('select auth.register_jwk($1, $2)', [publicJwk, 'https://issuer.example/'])
      const token = await createIssuer({ privateJwk, issuer: 'https://issuer.example/' }).sign({
        sub: 'alice',
      })
      const open = (credential: string) =>
        db.transaction(async (tx) => {
          await tx.exec('set local role authenticated')
          const opened = await tx.query<{ answer: string }>('select auth.open_session($1) as answer', [
            credential,
          ])
          const read = await tx.query<{ user_id: string }>('select auth.user_id()')
          return { ticket: opened.rows[0]?.answer.slice(65) ?? '', userId: read.rows[0]?.user_id }
        })
      const { ticket, userId } = await open(token)
      expect(userId).toBe('alice')
      expect((await open(ticket)).userId).toBe('alice')
      const other = `${token.slice(0, -9)}${token.at(-9) === 'A' ? 'B' : 'A'}${token.slice(-8)}`
      await expect(open(other)).rejects.toMatchObject({ code: '28000', detail: 'token_signature_invalid' })
    }
  } finally {
    await db.close()
  }
}, 120_000)
