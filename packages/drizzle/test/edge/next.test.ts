import { afterAll, beforeAll, expect, it } from 'vitest'
import { textOfTcpDriver } from './support/bundle.js'
import { buildNextApp, edgeCode, serveNextApp } from './support/next-app.js'
import { startTodoEndpoint, type TodoEndpoint } from './support/todo-endpoint.js'

let endpoint: TodoEndpoint
beforeAll(async () => {
  endpoint = await startTodoEndpoint()
})
afterAll(() => endpoint?.close())

it('a route of Next.js with `runtime = "edge"` builds, and gives the rows of the user', {
  timeout: 300_000,
}, async () => {
  const app = await buildNextApp()
  try {
    expect(app.output).not.toMatch(/not supported in the Edge Runtime/)
    const code = await edgeCode(app)
    expect(code.includes('request.jwt.claims')).toBe(true)
    expect(code.includes(textOfTcpDriver)).toBe(false)
    const { url, endpoint: http, jwks } = endpoint.settings
    const server = await serveNextApp(app, {
      URL_OF_DATABASE: url,
      ENDPOINT: http,
      JWKS: JSON.stringify(jwks),
    })
    try {
      const titles = async (token?: string) => {
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
        const response = await fetch(`${server.url}/todos`, { headers })
        return [response.status, await response.json()]
      }
      const runtime = 'edge-runtime'
      const { alice, bob } = endpoint.tokens
      expect(await titles(alice)).toEqual([200, { runtime, titles: ['a1', 'a2'] }])
      expect(await titles(bob)).toEqual([200, { runtime, titles: ['b1'] }])
      expect(await titles()).toEqual([200, { runtime, titles: ['public'] }])
    } finally {
      await server.close()
    }
  } finally {
    await app.close()
  }
})
