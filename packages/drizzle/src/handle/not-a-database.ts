import { drizzleKinds } from '../drizzle-kinds.js'

/**
 * The refusal of what is no database of Drizzle's for PostgreSQL. It says what was probably meant, and quotes nothing:
 * a connection string has a password in it.
 */
export function notADatabase(value: unknown): TypeError {
  return new TypeError(`withAuth() takes a Drizzle database for PostgreSQL, and this is ${whatItIs(value)}`)
}

/** Whether a database of Drizzle's is for another system, such as MySQL. */
export function isForAnotherSystem(db: object): boolean {
  const kinds = drizzleKinds(db)
  return kinds.length > 0 && !kinds.some((kind) => kind.includes('Pg'))
}

function whatItIs(value: unknown): string {
  if (value === undefined || value === null) {
    return `${value}. When another module exports the database, look for an import cycle or a misspelt name.`
  }
  if (typeof value === 'string' || value instanceof URL) {
    return 'a connection string: `withAuth(drizzle(connectionString), { verifier })`.'
  }
  if (typeof value === 'function') return whichFunction(value)
  return typeof value === 'object' ? whichObject(value) : `a ${typeof value}.`
}

function whichFunction(value: object): string {
  if (has(value, 'query', 'transaction')) {
    return 'what neon() returns: `withAuth(drizzle({ client: sql }), { verifier })`.'
  }
  if (has(value, 'unsafe'))
    return 'a client of postgres.js: `withAuth(drizzle({ client: sql }), { verifier })`.'
  if (has(value, 'mock')) return '`drizzle` itself: `withAuth(drizzle({ client }), { verifier })`.'
  return 'a function. If it gives the database, call it.'
}

function whichObject(value: object): string {
  if (has(value, 'then')) return 'a promise: await it first.'
  if (has(value, 'exec', 'transaction')) {
    return 'a PGlite: `withAuth(drizzle({ client: pglite }), { verifier })`.'
  }
  if (has(value, 'connect', 'query')) {
    return 'a client, or a pool of them: `withAuth(drizzle({ client: pool }), { verifier })`.'
  }
  const [kind] = drizzleKinds(value)
  if (kind !== undefined && isForAnotherSystem(value)) return `a ${kind}.`
  if (kind !== undefined) {
    return `a ${kind} of a drizzle-orm that is not known: is there a second one in node_modules, of another version?`
  }
  if (has(value, 'verify') || 'verifier' in value) {
    return 'what comes after it: `withAuth(drizzle({ client }), { verifier })`.'
  }
  return 'another object: `withAuth(drizzle({ client }), { verifier })`.'
}

function has(value: object, ...methods: readonly string[]): boolean {
  return methods.every((name) => typeof Reflect.get(value, name) === 'function')
}
