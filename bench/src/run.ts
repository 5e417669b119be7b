import { createIssuer, createVerifier, generateSigningKey } from '@rowauth/core'
import { aims } from './aims.js'
import { timeHandles } from './handles/time-handles.js'
import { drizzleVersions, machine } from './machine.js'
import { countPrepared } from './prepared/count-prepared.js'
import { compareSelects } from './selects/compare-selects.js'
import { startDatabase, todosPerUser, users } from './selects/database.js'
import { timeVerification } from './time-verification.js'
import { compareTrustModes } from './trust/compare-trust-modes.js'

// What runs is the calls alone: in development the first one is followed by a look at how the database is set up.
process.env.NODE_ENV ??= 'production'

const database = await startDatabase()

try {
  const conditions = machine(database.version)
  const [main, next] = drizzleVersions
  const { privateJwk } = await generateSigningKey()
  const issuer = createIssuer({ privateJwk, issuer: 'https://issuer.example', audience: 'bench' })
  const verifier = createVerifier({
    jwks: issuer.jwks,
    issuer: 'https://issuer.example',
    audience: 'bench',
  })
  const visitors = await Promise.all(
    users.slice(0, 100).map(async (id) => ({
      id,
      token: await issuer.sign({ sub: id, email: `${id}@app.example`, org: 'acme' }),
    })),
  )
  const selects = await compareSelects(database.logins, verifier, visitors)
  const prepared = await countPrepared(database.logins.application)
  const handles = await timeHandles(verifier, visitors[0]?.token ?? '')
  const verification = await timeVerification()
  const trust = await compareTrustModes()
  console.log(
    [
      conditions,
      `- drizzle-orm ${main}; \`$withAuth(token)\` alone on ${next} as well`,
      `- ${users.length} users with ${todosPerUser} todos each; a select gives the ${todosPerUser} of one user, and users take turns`,
      '',
      aims(selects, handles, verification),
      '',
      selects.report,
      '',
      prepared,
      '',
      handles.report,
      '',
      verification.report,
      '',
      trust,
    ].join('\n'),
  )
} finally {
  await database.close()
}
