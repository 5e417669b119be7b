import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { generateSigningKey } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { prepareDatabase } from './prepare-database.mjs'
import { buildIfStale, runNext } from './run-next.mjs'
import { startWireCounter } from './wire-counter.mjs'

const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** Keys that stay between runs, so that people stay signed in. */
async function signingKeys() {
  if (process.env.SIGNING_KEYS) return process.env.SIGNING_KEYS
  const file = path('.data/signing-keys.json')
  if (!existsSync(file)) {
    const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
    await writeFile(file, JSON.stringify([privateJwk]), { mode: 0o600 })
  }
  return await readFile(file, 'utf8')
}

/** The database of `DATABASE_URL`; without one an embedded server, with a counter on the way to it. */
async function openDatabase(/** @type {string} */ signingKeys) {
  const { DATABASE_URL, NEON_ENDPOINT, VERIFICATION } = process.env
  const close = async () => {}
  // What stands behind an endpoint cannot be reached otherwise.
  if (DATABASE_URL && NEON_ENDPOINT) return { env: { DATABASE_URL }, close }
  if (DATABASE_URL) return { env: { DATABASE_URL: await prepareDatabase(DATABASE_URL, signingKeys) }, close }
  const data = VERIFICATION === 'database' ? '.data/postgres-database' : '.data/postgres'
  const server = await startEmbeddedPostgres({ dataDirectory: path(data) })
  try {
    const counter = await startWireCounter(await prepareDatabase(server.connectionString, signingKeys))
    const env = { DATABASE_URL: counter.databaseUrl, WIRE_COUNTER_URL: counter.counterUrl }
    const close = async () => {
      await counter.close()
      await server.stop()
    }
    return { env, close }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function run() {
  const isDev = process.argv.includes('--dev')
  const port = Number(process.env.PORT || 3000)
  await mkdir(path('.data'), { recursive: true })
  if (!isDev) await buildIfStale()
  const SIGNING_KEYS = await signingKeys()
  const database = await openDatabase(SIGNING_KEYS)
  try {
    const env = { ...database.env, SIGNING_KEYS }
    const next = await runNext({ command: isDev ? 'dev' : 'start', port, env })
    console.log(`\nOpen ${next.url}. Ctrl+C stops it; the data stays.\n`)
    process.exitCode = await next.exited
  } finally {
    await database.close()
  }
}

await run().catch((error) => {
  // What Drizzle wraps says what is wrong; Drizzle's own message is the whole migration.
  const { message, code, hint } = error.query === undefined ? error : error.cause
  console.error(['The application did not start.', message || code, hint].filter(Boolean).join('\n'))
  process.exitCode = 1
})
