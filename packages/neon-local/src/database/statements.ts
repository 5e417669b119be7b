import type { AuthSession } from '@rowauth/core'
import type { TransactionOptions } from '@rowauth/driver'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type { PoolClient } from 'pg'
import type { RequestBody, RequestStatement } from '../http/request-body.js'
import type { TextResult } from '../results/result-json.js'
import { limitAnswer } from './answer-limit.js'
import type { RunningQuery } from './running-query.js'

/** Runs a request under a session: claims and statements in one message. */
export async function runWithClaims(
  query: RunningQuery,
  session: AuthSession,
  body: RequestBody,
  options: TransactionOptions,
): Promise<TextResult[]> {
  // DISCARD ALL takes prepared statements along.
  const driver = nodePostgres(query.client, { prepare: false })
  const config = configFor(query)
  const end = limitAnswer(query)
  try {
    const results =
      body.kind === 'single'
        ? [await driver.query(session, config(body.statement))]
        : await driver.batch(session, body.statements.map(config), options)
    return results as unknown as TextResult[]
  } finally {
    end()
  }
}

/** Runs a request as the user who has logged in. */
export async function runAsLogin(
  query: RunningQuery,
  body: RequestBody,
  options: TransactionOptions,
): Promise<TextResult[]> {
  const config = configFor(query)
  const run = async (statement: RequestStatement) =>
    (await query.client.query(config(statement))) as unknown as TextResult
  const end = limitAnswer(query)
  try {
    if (body.kind === 'single') return [await run(body.statement)]
    return await inTransaction(query.client, options, async () => {
      const results: TextResult[] = []
      for (const statement of body.statements) results.push(await run(statement))
      return results
    })
  } finally {
    end()
  }
}

async function inTransaction<T>(
  client: PoolClient,
  { isolationLevel, accessMode, deferrable }: TransactionOptions,
  run: () => Promise<T>,
): Promise<T> {
  const modes = [
    isolationLevel === undefined ? '' : ` isolation level ${isolationLevel}`,
    accessMode === undefined ? '' : ` ${accessMode}`,
    deferrable ? ' deferrable' : '',
  ]
  await client.query(`begin${modes.join('')}`)
  try {
    const result = await run()
    await client.query('commit')
    return result
  } catch (error) {
    // Where even this fails the connection is not used again; the error that led here is the one to tell.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** Query configs of the extended protocol whose results are PostgreSQL's own text. */
function configFor(query: RunningQuery) {
  // Rows that arrive after a stop are not worth keeping.
  const types = { getTypeParser: () => (value: string) => (query.stopped === undefined ? value : '') }
  return ({ text, values }: RequestStatement) => ({
    text,
    values,
    types,
    rowMode: 'array' as const,
    queryMode: 'extended',
  })
}
