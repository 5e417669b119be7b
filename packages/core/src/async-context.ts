/** Node's AsyncLocalStorage: what is stored holds for all that its callback starts. */
export interface AsyncContext<T> {
  run<R>(store: T, callback: () => R): R
  getStore(): T | undefined
}

interface Node {
  getBuiltinModule?(name: string): { readonly AsyncLocalStorage: new <T>() => AsyncContext<T> } | undefined
}

/**
 * An async context of its own where there is one. Nothing is imported, so that this loads everywhere; the edge
 * runtime of Next.js has the function, and throws when it is called.
 */
export function asyncContext<T>(): AsyncContext<T> | undefined {
  if ('EdgeRuntime' in globalThis) return undefined
  const { process: node } = globalThis as { process?: Node }
  const hooks = node?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage<T>()
}
