const { ROWAUTH_RUNTIMES } = process.env

/** What the packages are run with: the newest of everything, and the oldest of everything that they admit. */
export const newest = {
  'drizzle-orm': '1.0.0-rc.5',
  pg: '8.23.1',
  postgres: '3.4.9',
  '@neondatabase/serverless': '1.2.0',
  '@electric-sql/pglite': '0.5.16',
}

/** The other line of drizzle-orm, in use until 1.0 is out. */
export const stable = { ...newest, 'drizzle-orm': '0.45.4' }

/** The lower ends of `peerDependencies`. */
export const minima = {
  'drizzle-orm': '0.45.0',
  pg: '8.11.0',
  postgres: '3.4.0',
  '@neondatabase/serverless': '1.0.0',
  '@electric-sql/pglite': '0.3.0',
}

/** The versions of TypeScript: the last release of each line; of 7, the one that the repository is built with. */
export const typescripts = [
  '5.0.4',
  '5.1.6',
  '5.2.2',
  '5.3.3',
  '5.4.5',
  '5.5.4',
  '5.6.3',
  '5.7.3',
  '5.8.3',
  '5.9.3',
  '6.0.3',
  '7.0.2',
]

/** All cells of the tables; by default those that a change is likely to break. */
export const everything = ROWAUTH_RUNTIMES === 'all'

/** What Neon's client needs over WebSockets on Node 20, which has none of its own. */
export const webSocket = 'ws@8.23.0'

/** `name@version` for npm. */
export const specifiers = (versions: Readonly<Record<string, string>>): string[] =>
  Object.entries(versions).map(([name, version]) => `${name}@${version}`)
