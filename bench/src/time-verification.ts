import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { type Contestant, contest, timeOf } from './contest.js'
import { duration, table } from './markdown.js'

const algorithms = ['ES256', 'RS256', 'EdDSA'] as const
const cachedCalls = 1000

export interface Verification {
  /** Microseconds of one call. */
  readonly cached: number
  /** Markdown. */
  readonly report: string
}

/** Times `verify` on its own: the signature checked each time, and a token that was seen before. */
export async function timeVerification(): Promise<Verification> {
  const contestants: Contestant[] = []
  for (const alg of algorithms) {
    const { privateJwk } = await generateSigningKey({ alg })
    const { jwks, sign } = createIssuer({ privateJwk, issuer: 'https://issuer.example', audience: 'bench' })
    const rules = { jwks, issuer: 'https://issuer.example', audience: 'bench' }
    const token = await sign({ sub: 'user_0001', email: 'user_0001@app.example' })
    const checking = createVerifier({ ...rules, cache: false })
    contestants.push({ name: alg, run: () => checking.verify(token) })
    if (alg !== 'ES256') continue
    const remembering = createVerifier(rules)
    contestants.push({
      name: 'cached',
      async run() {
        for (let call = 0; call < cachedCalls; call += 1) await remembering.verify(token)
      },
    })
  }
  const medians = await contest(contestants, { rounds: 20, runs: 20, warmup: 5 })
  const cached = timeOf(medians, 'cached') / cachedCalls
  const rows = algorithms.map((alg) => [`${alg}, \`cache: false\``, duration(timeOf(medians, alg))])
  const report = `### \`verify(token)\`\n\n${table(['', 'median'], [...rows, ['a token seen before', duration(cached)]])}`
  return { cached, report }
}
