import { nodePostgres } from '@rowauth/driver/node-postgres'
import { type WithAuthOptions, withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/node-postgres'
import { drizzle as overProxy } from 'drizzle-orm/pg-proxy'
import { drizzle as overPostgresJs } from 'drizzle-orm/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'

/** Nothing here connects. */
const pool = new pg.Pool()
const thrownBy = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  return undefined
}

describe('a client that no adapter takes', () => {
  const nobody = () => expect.unreachable()
  const custom = () => {
    const db = drizzle({ client: pool })
    const { session } = db as unknown as { session: object }
    class CloudSession {
      client = {}
      prepareQuery = nobody
      transaction = nobody
    }
    return Object.assign(Object.create(db), { session: new CloudSession() }) as typeof db & typeof session
  }
  /** As Drizzle marks its session for the SQL client of Bun, which can be loaded in Bun alone. */
  const onBun = () => {
    class BunSQLSession {
      client = {}
      prepareQuery = nobody
      transaction = nobody
    }
    Object.assign(BunSQLSession, { [Symbol.for('drizzle:entityKind')]: 'BunSQLSession' })
    return Object.assign(Object.create(drizzle({ client: pool })), { session: new BunSQLSession() }) as object
  }
  const clients: [name: RegExp, open: () => object][] = [
    [/the SQL client of Bun.* [Uu]se drizzle-orm\/postgres-js/, onBun],
    [/drizzle-orm\/pg-proxy/, () => overProxy(async () => nobody())],
    [/CloudSession/, custom],
  ]

  it.each(clients)('is named, with what to use instead: %s', (name, open) => {
    const db = open()
    for (const options of [{}, { driver: () => nodePostgres(pool) }]) {
      const error = thrownBy(() => withAuth(db, options))
      expect(error).toBeInstanceOf(TypeError)
      expect((error as Error).message).toMatch(name)
      expect((error as Error).message).toMatch(/[Uu]se drizzle-orm\/(node-postgres|neon-http|postgres-js)/)
    }
  })

  it('a client of postgres.js with an option that cannot be carried is told which', () => {
    const socket = () => expect.unreachable()
    const client = postgres({ socket } as postgres.Options<Record<string, never>>)
    expect(() => withAuth(overPostgresJs({ client }))).toThrow(/`socket`/)
  })
})

describe('the option `driver`', () => {
  const open = (options: unknown) => () => withAuth(drizzle({ client: pool }), options as WithAuthOptions)

  it('is a function of the client: a driver itself is refused with what to pass', () => {
    const error = thrownBy(open({ driver: nodePostgres(pool) }))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toMatch(/`driver` must be a function.*`driver: nodePostgres`/)
  })

  it('is given the client that Drizzle was given, and must return a driver', () => {
    const seen: unknown[] = []
    const driver = (client: unknown) => void seen.push(client)
    expect(open({ driver })).toThrow(/`driver` must return a driver/)
    expect(seen).toEqual([pool])
    for (const wrong of [null, {}, 'node-postgres', () => nodePostgres(pool)]) {
      expect(open({ driver: () => wrong })).toThrow(TypeError)
    }
  })

  it('throws what the driver throws for its client', () => {
    const closed = new RangeError('closed on Sundays')
    const driver = () => {
      throw closed
    }
    expect(thrownBy(open({ driver }))).toBe(closed)
  })

  it('is typed by the client of the database', () => {
    const db = drizzle({ client: pool })
    withAuth(db, { driver: nodePostgres })
    withAuth(db, { driver: (client) => nodePostgres(client satisfies pg.Pool, { prepare: false }) })
    // @ts-expect-error a driver, and no function that makes one
    expect(() => withAuth(db, { driver: nodePostgres(pool) })).toThrow(TypeError)
    // @ts-expect-error a driver for another client
    withAuth(db, { driver: (client: { unsafe(text: string): unknown }) => nodePostgres(client as never) })
  })
})
