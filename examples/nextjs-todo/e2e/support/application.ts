import { createServer } from 'node:net'
import { generateSigningKey } from '@rowauth/core'
import { startEmbeddedPostgres } from '@rowauth/testing'
import { prepareDatabase } from '../../scripts/prepare-database.mjs'
import { runNext } from '../../scripts/run-next.mjs'
import { startWireCounter } from '../../scripts/wire-counter.mjs'

export interface Application {
  readonly url: string
  /** The owner's connection string: for looking at what is really there. */
  readonly ownerUrl: string
  /** Round trips between application and database so far, as the proxy between them counts them. */
  roundTrips(): Promise<number>
  /** What the server has printed. */
  log(): string
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The production build on a database of its own. */
export async function startApplication(env: Record<string, string> = {}): Promise<Application> {
  const server = await startEmbeddedPostgres()
  const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
  const SIGNING_KEYS = JSON.stringify([privateJwk])
  const counter = await startWireCounter(await prepareDatabase(server.connectionString, SIGNING_KEYS))
  const next = await runNext({
    command: 'start',
    port: await freePort(),
    isQuiet: true,
    env: {
      DATABASE_URL: counter.databaseUrl,
      WIRE_COUNTER_URL: counter.counterUrl,
      SIGNING_KEYS,
      ...env,
    },
  })
  const stop = async () => {
    await next.stop()
    await counter.close()
    await server.stop()
  }
  return {
    url: next.url,
    ownerUrl: server.connectionString,
    roundTrips: async () => {
      const answer = await fetch(counter.counterUrl)
      return (await answer.json()).roundTrips
    },
    log: next.log,
    stop,
  }
}
