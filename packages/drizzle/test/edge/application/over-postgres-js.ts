import { trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

async function answer(): Promise<unknown> {
  const client = postgres(process.env.URL_OF_DATABASE ?? '')
  try {
    const db = withAuth(drizzle({ client })).$withAuth(trustClaims({ sub: 'alice' }))
    return { rows: await db.execute(sql`select auth.user_id() as id`) }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return { code, message }
  } finally {
    await client.end()
  }
}

answer().then((found) => console.log(JSON.stringify(found)))
