import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateSigningKey } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { prepareDatabase } from '../scripts/prepare-database.mjs'
import { buildNext, runNext } from '../scripts/run-next.mjs'
import { startWireCounter } from '../scripts/wire-counter.mjs'
import { hammer } from './hammer.mjs'
import { makePeople } from './people.mjs'

const seconds = Number(process.env.SECONDS ?? 10)
const rounds = Number(process.env.ROUNDS ?? 2)
const variants = [
  { name: 'rowauth', env: {} },
  { name: 'five statements', env: { COMPARE_WITH: 'five-statements' } },
]

if (!existsSync(fileURLToPath(new URL('../.next/BUILD_ID', import.meta.url)))) await buildNext()
const server = await startEmbeddedPostgres()
const counter = await startWireCounter(await prepareDatabase(server.connectionString))
const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
const people = await makePeople(server.connectionString, privateJwk, 20)
counter.setLatency(1)

const measure = async (
  /** @type {{ name: string, env: object }} */ { name, env },
  /** @type {number} */ port,
) => {
  const shared = {
    DATABASE_URL: counter.databaseUrl,
    SIGNING_KEYS: JSON.stringify([privateJwk]),
    POOL_SIZE: '10',
  }
  const next = await runNext({ command: 'start', port, env: { ...shared, ...env }, isQuiet: true })
  try {
    const count = async () => (await (await fetch(counter.counterUrl)).json()).roundTrips
    const before = await count()
    const [{ list, cookie }] = people
    for (let page = 0; page < 10; page += 1) {
      await (await fetch(`${next.url}/lists/${list}`, { headers: { cookie } })).text()
    }
    const trips = ((await count()) - before) / 10
    await hammer(next.url, people, 3)
    const result = await hammer(next.url, people, seconds)
    console.log(
      `${name.padEnd(16)} ${result.perSecond.toFixed(1).padStart(7)} pages/s  median ${String(result.median).padStart(5)} ms  ` +
        `p99 ${String(result.p99).padStart(5)} ms  ${trips.toFixed(1)} round trips a page  ` +
        `${result.failed} failed, ${result.foreign} with foreign rows`,
    )
    return result
  } finally {
    await next.stop()
  }
}

try {
  console.log('A list of 20 todos, 20 people, 50 connections, a pool of 10, 1 ms to the database:')
  const sums = new Map(variants.map(({ name }) => [name, 0]))
  let bad = 0
  let port = 21_700
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of variants) {
      const { perSecond, failed, foreign } = await measure(variant, port)
      port += 1
      sums.set(variant.name, (sums.get(variant.name) ?? 0) + perSecond)
      bad += failed + foreign
    }
  }
  const [ours = 0, theirs = 0] = variants.map(({ name }) => sums.get(name))
  console.log(`rowauth : five statements = ${(ours / theirs).toFixed(2)} : 1`)
  if (bad > 0) process.exitCode = 1
} finally {
  await counter.close()
  await server.stop()
}
