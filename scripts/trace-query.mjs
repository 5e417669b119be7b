/*
 * Prints the files of ours that one warm query enters: `db.$withAuth(token).select().from(todos)` on
 * node-postgres. Needs a build: `npx -y pnpm@12.21.0 build`.
 */
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'

// What runs is the calls alone: in development the first one is followed by a look at how the database is set up.
process.env.NODE_ENV ??= 'production'

const root = new URL('..', import.meta.url)
const load = (path) => import(new URL(path, root).href)
const { authSchemaSql, createVerifier } = await load('packages/core/dist/index.js')
const { withAuth } = await load('packages/drizzle/dist/index.js')
const { createTestIssuer, startPostgres } = await load('packages/testing/dist/index.js')
const { drizzle } = await load('packages/drizzle/node_modules/drizzle-orm/node-postgres/index.js')
const { integer, pgTable, text } = await load('packages/drizzle/node_modules/drizzle-orm/pg-core/index.js')
const { default: pg } = await load('packages/drizzle/node_modules/pg/lib/index.js')

const todos = pgTable('todos', { id: integer().primaryKey(), title: text().notNull() })
const server = await startPostgres()
const issuer = await createTestIssuer()
const pool = new pg.Pool({ connectionString: server.connectionString, max: 1 })
await pool.query(authSchemaSql())
await pool.query(
  'create table todos (id int primary key, title text); grant select on todos to authenticated',
)

const db = withAuth(drizzle({ client: pool }), { verifier: createVerifier({ jwks: issuer.jwksUrl }) })
const token = await issuer.token({ sub: 'alice' })
const query = () => db.$withAuth(token).select().from(todos)
for (let time = 0; time < 5; time += 1) await query()

const inspector = new Session()
inspector.connect()
await inspector.post('Profiler.enable')
await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
await inspector.post('Profiler.takePreciseCoverage')
await query()
const { result } = await inspector.post('Profiler.takePreciseCoverage')
inspector.disconnect()

const packages = fileURLToPath(new URL('packages/', root))
const entered = result
  .filter(({ url }) => url.startsWith('file:') && fileURLToPath(url).startsWith(packages))
  .filter(
    ({ url, functions }) =>
      !url.includes('node_modules') && functions.some(({ ranges }) => ranges[0].count > 0),
  )
  .map(({ url }) => fileURLToPath(url).slice(packages.length).replace('/dist/', '/src/').replace(/js$/, 'ts'))
  .sort()
for (const file of entered) console.log(file)
console.log(`${entered.length} files`)

await pool.end()
await issuer.close()
await server.stop()
