import { afterAll, beforeAll, describe, it } from 'vitest'
import { bundle, majors, targets } from './support/bundle.js'
import { startTodoEndpoint, type TodoEndpoint } from './support/todo-endpoint.js'
import { askInWorkerd, compatibilityFlags } from './support/todo-worker.js'

let endpoint: TodoEndpoint
beforeAll(async () => {
  endpoint = await startTodoEndpoint()
})
afterAll(() => endpoint?.close())

describe.each(majors)('in workerd, on drizzle-orm %s', (major) => {
  it.each(compatibilityFlags)('the rows are the user’s, with the flags %j', async (flags) => {
    const { code } = await bundle('worker', targets['a Worker'], major)
    await askInWorkerd(code, flags, endpoint, {
      alice: { titles: ['a1', 'a2'], count: 2 },
      bob: { titles: ['b1'], count: 1 },
      anonymous: { titles: ['public'], count: 1 },
    })
  })
})
