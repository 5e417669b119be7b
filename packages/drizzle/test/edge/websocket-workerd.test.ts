import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, majors, targets } from './support/bundle.js'
import { startTodoEndpoint, type TodoEndpoint } from './support/todo-endpoint.js'
import { askInWorkerd, compatibilityFlags } from './support/todo-worker.js'

let endpoint: TodoEndpoint
beforeAll(async () => {
  endpoint = await startTodoEndpoint()
})
afterAll(() => endpoint?.close())

describe.each(majors)('over a WebSocket in workerd, on drizzle-orm %s', (major) => {
  it.each(compatibilityFlags)('selects and transactions are the user’s, with the flags %j', async (flags) => {
    const { code, imports } = await bundle('websocket-worker', targets['a Worker'], major)
    expect(imports).toEqual([])
    await askInWorkerd(code, flags, endpoint, {
      alice: { titles: ['a1', 'a2'], within: { first: 'a1', count: 2 } },
      bob: { titles: ['b1'], within: { first: 'b1', count: 1 } },
      anonymous: { titles: ['public'], within: { first: 'public', count: 1 } },
    })
  })
})
