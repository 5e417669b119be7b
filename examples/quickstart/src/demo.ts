import { startEmbeddedPostgres, startProxy } from '@rowauth/testing'
import { outcomeOf } from './outcome.js'
import { printChapter, printEnd, printStart } from './report.js'
import { setUp } from './setup.js'
import { issueTokens } from './tokens.js'

async function demo(): Promise<boolean> {
  await using server = await startEmbeddedPostgres()
  await using proxy = await startProxy(await setUp(server.connectionString))
  const { issuer, ...tokens } = await issueTokens()
  await using endpoint = issuer

  // What is counted is the calls alone: in development the first one is followed by a look at how the database is set up.
  process.env.NODE_ENV = 'production'
  // The application reads its configuration when it is imported.
  process.env.DATABASE_URL = proxy.connectionString
  process.env.JWKS_URL = endpoint.jwksUrl
  process.env.ISSUER = issuer.issuer
  const { pool } = await import('./db.js')
  const { seed } = await import('./seed.js')
  const { chapters } = await import('./chapters/chapters.js')
  try {
    await seed(tokens)
    const { rows } = await pool.query('show server_version')
    printStart(rows[0].server_version)
    let wrong = 0
    let total = 0
    for (const { title, steps } of chapters(tokens)) {
      const lines = []
      for (const step of steps) {
        proxy.reset()
        const outcome = await outcomeOf(step.run)
        lines.push({ ...step, outcome, counted: proxy.roundTrips })
      }
      wrong += printChapter(title, lines)
      total += lines.length
    }
    printEnd(total, wrong)
    return wrong === 0
  } finally {
    await pool.end()
  }
}

process.exitCode = (await demo()) ? 0 : 1
