import { AuthError } from '@rowauth/core'
import type { DrizzleSession } from './drizzle-internals.js'

type Builders = Record<string, object>

/**
 * `db.query`, each builder made over the session when it is asked for. The wrapped database's own object is
 * only looked at: not by way of a property descriptor does one of its builders come out, and nothing gets in.
 */
class SessionBuilders implements ProxyHandler<Builders> {
  readonly #builders: Builders
  readonly #session: DrizzleSession

  constructor(builders: Builders, session: DrizzleSession) {
    this.#builders = builders
    this.#session = session
  }

  get(empty: Builders, table: string | symbol): unknown {
    if (!Object.hasOwn(this.#builders, table)) return Reflect.get(empty, table)
    const builder: unknown = Reflect.get(this.#builders, table)
    if (typeof builder !== 'object' || builder === null || !('session' in builder)) {
      throw new AuthError('unsupported', 'The relational queries of this drizzle-orm version are unknown.')
    }
    return Object.assign(Object.create(Object.getPrototypeOf(builder)), builder, { session: this.#session })
  }

  has(empty: Builders, table: string | symbol): boolean {
    return Object.hasOwn(this.#builders, table) || table in empty
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.#builders)
  }

  getOwnPropertyDescriptor(empty: Builders, table: string | symbol): PropertyDescriptor | undefined {
    if (!Object.hasOwn(this.#builders, table)) return undefined
    return { value: this.get(empty, table), enumerable: true, configurable: true, writable: false }
  }

  set(): boolean {
    return false
  }

  defineProperty(): boolean {
    return false
  }

  deleteProperty(): boolean {
    return false
  }

  setPrototypeOf(): boolean {
    return false
  }

  preventExtensions(): boolean {
    return false
  }
}

export function relationalQueries(builders: Builders, session: DrizzleSession): Builders {
  return new Proxy<Builders>({}, new SessionBuilders(builders, session))
}
