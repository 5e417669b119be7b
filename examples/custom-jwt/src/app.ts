// #region app
import { AuthError, bearerToken, type createIssuer } from '@rowauth/core'
import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Database } from './database.js'
import { tenants, users } from './schema.js'

/** What the application needs: a key to sign with, and a database with `$withAuth`. */
interface Parts {
  readonly issuer: ReturnType<typeof createIssuer>
  readonly db: Database
  /** Finds out who logs in; a real application asks for a password here. */
  login(email: string): Promise<{ sub: string; tenant_id: string } | undefined>
}

export function createApp({ issuer, db, login }: Parts): Hono {
  const app = new Hono()

  app.get('/.well-known/jwks.json', (c) => issuer.handler(c.req.raw))

  app.post('/login', async (c) => {
    const { email } = await c.req.json<{ email?: unknown }>()
    const claims = typeof email === 'string' ? await login(email) : undefined
    if (claims === undefined) return c.json({ error: 'unknown user' }, 401)
    return c.json({ token: await issuer.sign(claims) })
  })

  app.get('/api/users', async (c) => {
    const mine = db.$withAuth(bearerToken(c.req.raw.headers))
    const [tenant, people] = await mine.batch([mine.select().from(tenants), mine.select().from(users)])
    return c.json({ tenant: tenant[0] ?? null, users: people })
  })

  app.patch('/api/users/:id', async (c) => {
    const { name } = await c.req.json<{ name: string }>()
    const [user] = await db
      .$withAuth(bearerToken(c.req.raw.headers))
      .update(users)
      .set({ name })
      .where(eq(users.id, c.req.param('id')))
      .returning()
    return user === undefined ? c.json({ error: 'not found' }, 404) : c.json({ user })
  })

  app.onError((error, c) => {
    if (error instanceof AuthError) return c.json(error, error.status)
    console.error(error)
    return c.json({ error: 'internal error' }, 500)
  })

  return app
}
// #endregion app
