import { createVerifier } from '@rowauth/core'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import type { OpenClient } from '../clients/client-under-test.js'
import { callsOf, statement } from './calls.js'
import { type Fault, toAll } from './fault.js'
import type { Trial } from './trial.js'

interface Scene {
  readonly issuer: TestIssuer
  readonly opened: OpenClient
  /** A call as alice, with a new token of the issuer's of the moment. */
  call(labels: readonly string[], where: string, token?: string): Promise<void>
}

/** Sets a client up whose verifier fetches its keys from an endpoint that can be told to fail. */
async function withEndpoint(trial: Trial, work: (scene: Scene) => Promise<void>): Promise<void> {
  await using issuer = await createTestIssuer()
  const opened = await trial.open({
    verifier: createVerifier({ jwks: issuer.jwksUrl, issuer: issuer.issuer }),
  })
  await work({
    issuer,
    opened,
    async call(labels, where, token) {
      const used = token ?? (await issuer.token({ sub: 'alice' }))
      for (const call of callsOf(trial.client)) {
        trial.judge(await trial.attempt(opened.as(used), call), { labels }, where)
        // What is refused has taken no connection.
        const { waiting } = opened.usage?.() ?? { waiting: 0 }
        trial.expect(waiting === 0, 'A refused call waits for a connection.')
      }
    },
  })
  await trial.close(opened)
}

const answered = ['answered']
const unavailable = ['jwks_unavailable']

const down: Fault = {
  name: 'JWKS endpoint down',
  promise: 'refused (jwks_unavailable) before any SQL while no key is known; known keys go on',
  happensTo: toAll,
  modes: ['application'],
  async run(trial) {
    await withEndpoint(trial, async ({ issuer, call }) => {
      issuer.fail(500)
      await call(unavailable, 'with no key yet')
      issuer.restore()
      // The next attempt comes after a pause of a second.
      await new Promise((resolve) => setTimeout(resolve, 1100))
      await call(answered, 'when it is back')
      issuer.fail(500)
      await call(answered, 'down again, with known keys')
    })
  },
}

const slow: Fault = {
  name: 'JWKS endpoint slow',
  promise: 'answered when the keys come; refused (jwks_unavailable) after 5 seconds; known keys do not wait',
  happensTo: toAll,
  modes: ['application'],
  async run(trial) {
    await withEndpoint(trial, async ({ issuer, call }) => {
      issuer.stall()
      setTimeout(() => issuer.restore(), 150)
      await call(answered, 'slow')
      issuer.stall()
      await call(answered, 'slow again, with known keys')
    })
    if (trial.effort === 'whole') {
      await withEndpoint(trial, async ({ issuer, opened }) => {
        issuer.stall()
        const handle = opened.as(await issuer.token({ sub: 'alice' }))
        trial.judge(await trial.attempt(handle, statement), { labels: unavailable }, 'without an answer')
      })
    }
  },
}

const lying: Fault = {
  name: 'JWKS endpoint that lies',
  promise: 'refused before any SQL, whatever it answers; keys that were good stay',
  happensTo: toAll,
  modes: ['application'],
  async run(trial) {
    const lies: unknown[] = [
      '',
      'not JSON',
      '{}',
      { keys: {} },
      { keys: [] },
      { keys: [{ kty: 'oct', k: 'AAAA' }] },
    ]
    for (const lie of lies) {
      await withEndpoint(trial, async ({ issuer, call }) => {
        issuer.fail(200, lie)
        await call(['jwks_unavailable', 'token_key_not_found'], `answers ${JSON.stringify(lie)}`)
      })
      await withEndpoint(trial, async ({ issuer, call }) => {
        await call(answered, 'honest')
        issuer.fail(200, lie)
        await call(answered, 'lying later')
        await using forger = await createTestIssuer({ issuer: issuer.issuer })
        const refused = ['token_key_not_found', 'jwks_unavailable']
        await call(refused, "a forger's token", await forger.token({ sub: 'alice' }))
      })
    }
    await withEndpoint(trial, async ({ issuer, call }) => {
      await using forger = await createTestIssuer({ issuer: issuer.issuer })
      await call(answered, 'honest')
      await call(['token_key_not_found'], "a forger's token", await forger.token({ sub: 'alice' }))
    })
  },
}

const rotating: Fault = {
  name: 'JWKS endpoint whose keys rotate',
  promise: 'answered with either key while both are published; a key that is new is found',
  happensTo: toAll,
  modes: ['application'],
  async run(trial) {
    await withEndpoint(trial, async ({ issuer, call }) => {
      const old = await issuer.token({ sub: 'alice' })
      await call(answered, 'before', old)
      await issuer.rotate({ keep: true })
      await call(answered, 'with the new key')
      await call(answered, 'with the old key', old)
      await call(['token_signature_invalid', 'token_malformed'], 'altered', `${old.slice(0, -8)}AAAAAAAA`)
    })
  },
}

export const keyFaults: readonly Fault[] = [down, slow, lying, rotating]
