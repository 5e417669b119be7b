import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, majors, targets } from './support/bundle.js'
import { startTodoEndpoint, type TodoEndpoint } from './support/todo-endpoint.js'

let endpoint: TodoEndpoint
beforeAll(async () => {
  endpoint = await startTodoEndpoint()
})
afterAll(() => endpoint?.close())

describe.each(majors)('in workerd, on drizzle-orm %s', (major) => {
  it.each([[[]], [['nodejs_compat']]])(
    'the rows are the user’s, with the flags %j',
    async (compatibilityFlags) => {
      const { code } = await bundle('worker', targets['a Worker'], major)
      const worker = new Miniflare({
        modules: true,
        script: code,
        compatibilityDate: '2026-01-01',
        compatibilityFlags: [...compatibilityFlags],
        bindings: JSON.parse(JSON.stringify(endpoint.settings)),
      })
      try {
        const titles = async (token?: string) => {
          const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
          const response = await worker.dispatchFetch('http://worker.example/', { headers })
          return [response.status, await response.json()]
        }
        const { alice, bob } = endpoint.tokens
        expect(await titles(alice)).toEqual([200, { titles: ['a1', 'a2'], count: 2 }])
        expect(await titles(bob)).toEqual([200, { titles: ['b1'], count: 1 }])
        expect(await titles()).toEqual([200, { titles: ['public'], count: 1 }])
        expect(await Promise.all([titles(alice), titles(bob), titles(alice)])).toEqual([
          [200, { titles: ['a1', 'a2'], count: 2 }],
          [200, { titles: ['b1'], count: 1 }],
          [200, { titles: ['a1', 'a2'], count: 2 }],
        ])
        expect(await titles(`${alice.slice(0, -4)}AAAA`)).toMatchObject([
          401,
          { code: 'token_signature_invalid' },
        ])
      } finally {
        await worker.dispose()
      }
    },
  )
})
