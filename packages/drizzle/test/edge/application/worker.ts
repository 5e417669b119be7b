import { bearerToken } from '@rowauth/core'
import { openTodos, type Settings } from './todos.js'

/** The application as a Worker. */
export default {
  async fetch(request: Request, settings: Settings): Promise<Response> {
    const titlesOf = openTodos(settings)
    try {
      return Response.json(await titlesOf(bearerToken(request.headers)))
    } catch (error) {
      const { code, message } = error as Error & { code?: string }
      return Response.json({ code, message }, { status: 401 })
    }
  },
}
