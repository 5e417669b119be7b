import { crudPolicy } from '@rowauth/drizzle'
import { PgDialect } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import { median } from '../contest.js'
import { ratio, table } from '../markdown.js'
import { cases, type PolicyCase } from './cases.js'
import { rows } from './database.js'
import { type Cost, planOf, watchCosts } from './measure.js'

const dialect = new PgDialect()
const statement = 'select count(body) from documents'

/** What a policy costs against a hand-written condition, and how often each was run. */
interface Comparison {
  readonly name: string
  readonly found: number
  readonly policy: Cost
  readonly where: Cost
}

/** A role for each policy, so that one table serves all of them. */
async function createPolicies(client: pg.Client): Promise<void> {
  for (const [n, { policy }] of cases.entries()) {
    const role = roleOf(n)
    const [read] = crudPolicy({ role, read: policy, name: role })
    if (read?.using === undefined) throw new Error('crudPolicy() made no policy for reading.')
    const { sql } = dialect.sqlToQuery(read.using)
    await client.query(`create role ${role}; grant authenticated to ${role}`)
    await client.query(`create policy ${role} on documents for select to ${role} using (${sql})`)
  }
}

const roleOf = (n: number) => `bench_policy_${n}`

/**
 * Runs each policy and the condition in its place in turns, and gives a report in Markdown.
 *
 * @param client - a connection of a superuser
 */
export async function comparePolicies(client: pg.Client): Promise<string> {
  await createPolicies(client)
  const processor = await watchCosts(client)

  async function asUser<T>(n: number, { claims }: PolicyCase, run: () => Promise<T>): Promise<T> {
    await client.query('begin')
    await client.query("select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)", [
      roleOf(n),
      JSON.stringify(claims),
    ])
    const result = await run()
    await client.query('rollback')
    return result
  }
  async function timed(text: string): Promise<{ processor: number; found: number }> {
    const result = await client.query(text)
    return { processor: processor(), found: Number(result.rows[0].count) }
  }

  const comparisons: Comparison[] = []
  for (const [n, each] of cases.entries()) {
    const byHand = `${statement} where ${each.where}`
    const samples = { policy: [] as number[], where: [] as number[] }
    let found = 0
    for (let round = 0; round < (each.isSlow ? 4 : 31); round += 1) {
      const policy = await asUser(n, each, () => timed(statement))
      const where = await timed(byHand)
      if (policy.found !== where.found || where.found === 0) {
        throw new Error(`${each.name} finds ${policy.found} rows, and the condition by hand ${where.found}.`)
      }
      found = policy.found
      // The first one warms up.
      if (round > 0) samples.policy.push(policy.processor)
      if (round > 0) samples.where.push(where.processor)
    }
    comparisons.push({
      name: each.name,
      found,
      policy: {
        processor: median(samples.policy),
        ...(await asUser(n, each, () => planOf(client, statement))),
      },
      where: { processor: median(samples.where), ...(await planOf(client, byHand)) },
    })
  }
  return report(comparisons)
}

function report(comparisons: readonly Comparison[]): string {
  return [
    `### Policies over ${rows.toLocaleString('en')} rows, against the hand-written \`where\` without row-level security`,
    '',
    table(
      ['policy', 'rows found', 'processor time', 'pages', 'found by', 'InitPlans', 'the `where`: found by'],
      comparisons.map(({ name, found, policy, where }) => [
        name,
        found.toLocaleString('en'),
        `× ${ratio(policy.processor / where.processor)}`,
        `× ${ratio(policy.pages / where.pages)}`,
        policy.scan,
        String(policy.initPlans),
        where.scan,
      ]),
    ),
  ].join('\n')
}
