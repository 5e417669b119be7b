import { Miniflare } from 'miniflare'
import { expect } from 'vitest'
import type { TodoEndpoint } from './todo-endpoint.js'

/** The flags of workerd that applications are tried with. */
export const compatibilityFlags = [[[]], [['nodejs_compat']]]

/** What the application answers to each user, and to nobody in particular. */
interface AnswersOfUsers {
  readonly alice: unknown
  readonly bob: unknown
  readonly anonymous: unknown
}

/**
 * Runs an application as a Worker in workerd, and has every user ask it: in turn, side by side, and with a token
 * that was changed.
 */
export async function askInWorkerd(
  code: string,
  flags: readonly string[],
  { settings, tokens: { alice, bob } }: TodoEndpoint,
  expected: AnswersOfUsers,
): Promise<void> {
  const worker = new Miniflare({
    modules: true,
    script: code,
    compatibilityDate: '2026-01-01',
    compatibilityFlags: [...flags],
    bindings: JSON.parse(JSON.stringify(settings)),
  })
  const answer = async (token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await worker.dispatchFetch('http://worker.example/', { headers })
    return [response.status, await response.json()]
  }
  const ofAlice = [200, expected.alice]
  const ofBob = [200, expected.bob]
  try {
    expect(await answer(alice)).toEqual(ofAlice)
    expect(await answer(bob)).toEqual(ofBob)
    expect(await answer()).toEqual([200, expected.anonymous])
    expect(await Promise.all([answer(alice), answer(bob), answer(alice)])).toEqual([ofAlice, ofBob, ofAlice])
    expect(await answer(`${alice.slice(0, -4)}AAAA`)).toMatchObject([
      401,
      { code: 'token_signature_invalid' },
    ])
  } finally {
    await worker.dispose()
  }
}
