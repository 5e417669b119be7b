import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, majors, targets } from './support/bundle.js'
import { startTodoEndpoint, type TodoEndpoint } from './support/todo-endpoint.js'

let endpoint: TodoEndpoint
beforeAll(async () => {
  endpoint = await startTodoEndpoint()
})
afterAll(() => endpoint?.close())

describe.each(majors)('over a WebSocket in workerd, on drizzle-orm %s', (major) => {
  it.each([[[]], [['nodejs_compat']]])(
    'selects and transactions are the user’s, with the flags %j',
    async (compatibilityFlags) => {
      const { code, imports } = await bundle('websocket-worker', targets['a Worker'], major)
      expect(imports).toEqual([])
      const worker = new Miniflare({
        modules: true,
        script: code,
        compatibilityDate: '2026-01-01',
        compatibilityFlags: [...compatibilityFlags],
        bindings: JSON.parse(JSON.stringify(endpoint.settings)),
      })
      try {
        const answer = async (token?: string) => {
          const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
          const response = await worker.dispatchFetch('http://worker.example/', { headers })
          return [response.status, await response.json()]
        }
        const { alice, bob } = endpoint.tokens
        const ofAlice = [200, { titles: ['a1', 'a2'], within: { first: 'a1', count: 2 } }]
        const ofBob = [200, { titles: ['b1'], within: { first: 'b1', count: 1 } }]
        expect(await answer(alice)).toEqual(ofAlice)
        expect(await answer(bob)).toEqual(ofBob)
        expect(await answer()).toEqual([200, { titles: ['public'], within: { first: 'public', count: 1 } }])
        expect(await Promise.all([answer(alice), answer(bob), answer(alice)])).toEqual([
          ofAlice,
          ofBob,
          ofAlice,
        ])
        expect(await answer(`${alice.slice(0, -4)}AAAA`)).toMatchObject([
          401,
          { code: 'token_signature_invalid' },
        ])
      } finally {
        await worker.dispose()
      }
    },
  )
})
