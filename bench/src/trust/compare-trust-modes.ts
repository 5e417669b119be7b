import { type AuthSession, createVerifier } from '@rowauth/core'
import type { nodePostgres } from '@rowauth/driver/node-postgres'
import { type Contestant, contest, timeOf } from '../contest.js'
import { duration, ratio, table } from '../markdown.js'
import { timeOnServer } from './time-on-server.js'
import {
  algorithms,
  type Issuer,
  modes,
  startIssuer,
  startTrustDatabase,
  type TrustDatabase,
  type TrustMode,
} from './trust-databases.js'

type Driver = ReturnType<typeof nodePostgres>
type Databases = Readonly<Record<TrustMode, TrustDatabase>>

const latency = 10
const names = {
  application: 'application mode',
  ticket: 'database mode, with a ticket',
  token: (alg: string) => `database mode, first use of a token, ${alg}`,
  bare: 'hand-written `where`, no RLS, no token',
}
const columns = 'select "id", "user_id", "title", "done" from "todos"'

/** Sessions of ten users whose tokens the application has verified, and drivers have met. */
async function visitors(issuer: Issuer): Promise<AuthSession[]> {
  const verifier = createVerifier({ jwks: issuer.jwks, issuer: 'https://issuer.example', audience: 'bench' })
  const tokens = Array.from({ length: 10 }, (_, n) => issuer.sign(`user_${n}`))
  return await Promise.all(tokens.map(async (token) => await verifier.verify(await token)))
}

/** `run` for one after the other of a list. */
function inTurns<T>(items: readonly T[], run: (item: T) => Promise<unknown>): () => Promise<unknown> {
  let at = -1
  return () => {
    at = (at + 1) % items.length
    return run(items[at] as T)
  }
}

/** Signs ahead of the clock, so that signing is not measured. */
async function fresh(issuer: Issuer, driver: Driver, calls: number): Promise<Contestant> {
  const verifier = createVerifier({ jwks: issuer.jwks, issuer: 'https://issuer.example', audience: 'bench' })
  const signed = Array.from({ length: calls }, async (_, n) =>
    verifier.verify(await issuer.sign(`user_${n % 1000}`)),
  )
  return {
    name: names.token(issuer.alg),
    run: inTurns(await Promise.all(signed), (session) => driver.query(session, columns)),
  }
}

async function selects(databases: Databases, issuers: readonly Issuer[], place: 'near' | 'far') {
  const users = await visitors(issuers[0] as Issuer)
  const { rounds, runs, warmup } =
    place === 'near' ? { rounds: 60, runs: 10, warmup: 10 } : { rounds: 15, runs: 4, warmup: 3 }
  const calls = (rounds + warmup) * (runs + 1)
  const pool = databases.application.pool()
  const contestants: Contestant[] = [
    ...modes.map((mode) => {
      const driver = databases[mode][place]()
      const name = mode === 'application' ? names.application : names.ticket
      return { name, run: inTurns(users, (session) => driver.query(session, columns)) }
    }),
    ...(await Promise.all(issuers.map((issuer) => fresh(issuer, databases.database[place](), calls)))),
  ]
  const bare = {
    name: names.bare,
    run: inTurns(users, ({ claims }) => pool.query(`${columns} where user_id = $1`, [claims.sub])),
  }
  if (place === 'near') contestants.push(bare)
  for (const { name, run } of contestants) {
    const { rows } = (await run()) as { rows: unknown[] }
    if (rows.length !== 10) throw new Error(`"${name}" gives wrong rows.`)
  }
  return await contest(contestants, { rounds, runs, warmup })
}

/** Time of a count over a million rows, one by one or by two workers besides. */
async function scans(databases: Databases, session: AuthSession) {
  const contestants = modes.flatMap((mode) => {
    const driver = databases[mode].near()
    return [0, 2].map((workers) => ({
      name: `${mode} ${workers}`,
      run: () =>
        driver.batch(session, [
          `set local max_parallel_workers_per_gather = ${workers}`,
          'select count(*) from events',
        ]),
    }))
  })
  return await contest(contestants, { rounds: 12, runs: 1, warmup: 3 })
}

/** Compares the trust modes in one run, on two databases of one server. Markdown, with the aims beside. */
export async function compareTrustModes(): Promise<string> {
  const issuers = await Promise.all(algorithms.map(startIssuer))
  const databases: Databases = {
    application: await startTrustDatabase('application', issuers),
    database: await startTrustDatabase('database', issuers),
  }
  try {
    const near = await selects(databases, issuers, 'near')
    for (const database of Object.values(databases)) database.setLatency(latency)
    const far = await selects(databases, issuers, 'far')
    const [somebody] = await visitors(issuers[0] as Issuer)
    const scan = await scans(databases, somebody as AuthSession)
    const server = await timeOnServer(databases.database.ownerUrl, issuers)
    const relative = (medians: ReadonlyMap<string, number>) =>
      timeOf(medians, names.application) / timeOf(medians, names.ticket)
    const times = [...near].map(([name, time]) => {
      const there = far.get(name)
      const application = timeOf(near, names.application)
      return [
        name,
        duration(time),
        ratio(application / time),
        there === undefined ? '' : ratio(timeOf(far, names.application) / there),
      ]
    })
    const scanned = [0, 2].map((workers) => {
      const [application, database] = modes.map((mode) => timeOf(scan, `${mode} ${workers}`))
      const name = workers === 0 ? 'one by one' : 'in parallel'
      return [
        name,
        duration(application ?? 0),
        duration(database ?? 0),
        ratio((database ?? 0) / (application ?? 1)),
      ]
    })
    return [
      '### Trust modes: one select\n',
      table(
        ['', 'median', 'speed against application mode, on loopback', `the same at ${latency} ms`],
        times,
      ),
      `\nAims: with a ticket at least 0.80 on loopback (${ratio(relative(near))}) and 0.97 at ${latency} ms (${ratio(relative(far))}).`,
      '\n### Trust modes: a count over 1,000,000 rows under a policy\n',
      table(['', 'application', 'database', 'database ÷ application'], scanned),
      '\nAim: at most 1.10.',
      `\n${server}`,
    ].join('\n')
  } finally {
    for (const database of Object.values(databases)) await database.close()
  }
}
