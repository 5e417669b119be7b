import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { openTodos } from './application/todos.js'
import { bundle, majors, targets } from './support/bundle.js'
import { startTodoEndpoint, type TodoEndpoint } from './support/todo-endpoint.js'

let endpoint: TodoEndpoint
beforeAll(async () => {
  endpoint = await startTodoEndpoint()
})
afterAll(() => endpoint?.close())

/** What a page has, and nothing of Node. */
const names = [
  'AbortController',
  'AbortSignal',
  'Headers',
  'Request',
  'Response',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'atob',
  'btoa',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'performance',
  'queueMicrotask',
  'setTimeout',
  'structuredClone',
] as const

/** Runs a bundle as the script of a page. */
function page(code: string): { readonly openTodos: typeof openTodos } {
  const globals = Object.fromEntries(names.map((name) => [name, globalThis[name]]))
  const context = createContext({ ...globals, Uint8Array, ArrayBuffer })
  runInContext(code, context)
  expect(runInContext('[typeof process, typeof Buffer, typeof require, typeof global]', context)).toEqual(
    Array(4).fill('undefined'),
  )
  return context.application
}

describe.each(majors)('on a page, on drizzle-orm %s', (major) => {
  const script = { format: 'iife', globalName: 'application' } as const

  it('the rows are the user’s', async () => {
    const { code } = await bundle('todos', targets['a browser'], major, script)
    const todosOf = page(code).openTodos(endpoint.settings)
    const { alice, bob } = endpoint.tokens
    const plain = async (token: string | null) => (await todosOf(token)).titles.join()
    expect(await plain(alice)).toBe('a1,a2')
    expect(await plain(bob)).toBe('b1')
    expect(await plain(null)).toBe('public')
  })
})
