// #region handler
import { AuthError, bearerToken } from '@rowauth/core'
import { db } from './db.js'
import { todos } from './schema.js'

export async function GET(request: Request): Promise<Response> {
  try {
    const token = bearerToken(request.headers)
    return Response.json(await db.$withAuth(token).select().from(todos))
  } catch (error) {
    if (error instanceof AuthError) return Response.json(error, { status: error.status })
    throw error
  }
}
// #endregion handler
