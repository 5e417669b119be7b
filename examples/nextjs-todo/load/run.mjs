import { fileURLToPath } from 'node:url'
import { generateSigningKey } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { prepareDatabase } from '../scripts/prepare-database.mjs'
import { buildIfStale, buildNext, runNext } from '../scripts/run-next.mjs'
import { startWireCounter } from '../scripts/wire-counter.mjs'
import { copyWithFiveStatements } from './copy.mjs'
import { hammer } from './hammer.mjs'
import { makePeople } from './people.mjs'
import { openInTurn, roundTripsOf } from './single-pages.mjs'

const seconds = Number(process.env.SECONDS ?? 10)
const rounds = Number(process.env.ROUNDS ?? 8)

const example = fileURLToPath(new URL('..', import.meta.url))
await buildIfStale()
const usual = await copyWithFiveStatements(example)
await buildNext(usual)
const server = await startEmbeddedPostgres()
const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
const SIGNING_KEYS = JSON.stringify([privateJwk])
const counter = await startWireCounter(await prepareDatabase(server.connectionString, SIGNING_KEYS))
const people = await makePeople(server.connectionString, privateJwk, 20)

const env = { DATABASE_URL: counter.databaseUrl, SIGNING_KEYS, POOL_SIZE: '10' }
// Both run all the time and are asked in turn, so that what else the machine does meets both.
const ours = await runNext({ command: 'start', port: 21_700, env, isQuiet: true })
const theirs = await runNext({ command: 'start', port: 21_701, env, isQuiet: true, folder: usual })
const variants = [
  { name: 'rowauth', url: ours.url, perSecond: 0 },
  { name: 'five statements', url: theirs.url, perSecond: 0 },
]
const ratio = (/** @type {number} */ ours, /** @type {number} */ theirs) =>
  `${(ours / theirs).toFixed(2)} : 1`

try {
  console.log('A list of 20 todos, a pool of 10 connections; the ratio is rowauth : five statements.')
  counter.setLatency(1)
  for (const { name, url } of variants) {
    await openInTurn([url], people, 20)
    const trips = await roundTripsOf(counter.counterUrl, url, people)
    console.log(`${name.padEnd(16)}${trips.toFixed(1).padStart(5)} round trips a page`)
  }

  for (const latency of [0, 1, 10]) {
    counter.setLatency(latency)
    const [us = 0, them = 0] = await openInTurn(
      variants.map(({ url }) => url),
      people,
      60,
    )
    console.log(`One page at a time, ${latency} ms to the database: ${ratio(1 / us, 1 / them)}`)
  }

  counter.setLatency(1)
  let isBad = false
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of variants) {
      const { perSecond, total, failed, foreign } = await hammer(variant.url, people, seconds)
      variant.perSecond += perSecond
      isBad ||= total === 0 || failed + foreign > 0
      const counts = `${total} pages, ${failed} failed, ${foreign} with foreign rows`
      console.log(`${variant.name.padEnd(16)}${perSecond.toFixed(1).padStart(7)} pages/s   ${counts}`)
    }
  }
  const [us, them] = variants.map(({ perSecond }) => perSecond)
  console.log(`50 connections, ${people.length} people, 1 ms to the database: ${ratio(us ?? 0, them ?? 0)}`)
  if (isBad) process.exitCode = 1
} finally {
  await ours.stop()
  await theirs.stop()
  await counter.close()
  await server.stop()
}
