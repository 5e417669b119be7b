// #region worker
import { bearerToken } from '@rowauth/core'
import { openTodos, type Settings } from './todos.js'

let todosOf: ReturnType<typeof openTodos> | undefined

export default {
  async fetch(request: Request, settings: Settings): Promise<Response> {
    todosOf ??= openTodos(settings)
    try {
      return Response.json(await todosOf(bearerToken(request.headers)))
    } catch (error) {
      const { code = 'failed', status = 500 } = error as { code?: string; status?: number }
      return Response.json({ code }, { status })
    }
  },
}
// #endregion worker
