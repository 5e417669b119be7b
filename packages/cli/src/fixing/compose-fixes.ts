import { CliError } from '../cli-error.js'
import { catalogSettings } from '../database/read-catalog.js'
import type { DoctorClient } from '../doctor/doctor-client.js'
import { type Finding, identity } from '../doctor/finding.js'
import { lints } from '../doctor/generated.js'
import { type DiagnoseOptions, resolveOptions, type Subject } from '../doctor/options.js'
import { findAdoption } from '../doctor/presumed-adoption.js'
import { type Statement, splitStatements } from '../sql-text/split-statements.js'
import type { ComposedFixes } from './composed-fixes.js'
import { policyStatesSql } from './generated.js'
import { look } from './look.js'
import type { PolicyState } from './policy-changes.js'
import { hasSql, isIndex } from './recorded-fixes.js'
import { rehearse } from './rehearse.js'
import { tryStatements } from './try-statements.js'

/**
 * Makes one script of all fixes. They are tried on the database itself, each found in the state that those before it
 * have left, in a transaction that is rolled back; then the script of what has become of each policy is tried in their
 * place, and has to leave as little. Indexes are not made for that.
 *
 * @param client - connected as a role that may run the fixes, and not in a transaction
 * @throws what `diagnose()` throws; {CliError} `rehearsal_denied`, `read_only`, `database_busy`
 */
export async function composeFixes(client: DoctorClient, options: DiagnoseOptions): Promise<ComposedFixes> {
  await client.query('begin read write')
  try {
    // A table in use is not to be kept waiting behind us.
    await client.query("set local lock_timeout = '3s'")
    await client.query(catalogSettings)
    const numbers = lints.map(({ number }) => number)
    return await composeWithin(client, resolveOptions(options, numbers, await findAdoption(client, options)))
  } catch (error) {
    throw refused(error)
  } finally {
    await client.query('rollback')
  }
}

/** The same in a transaction that the client is in, which is left as it was but for local settings. */
export async function composeWithin(client: DoctorClient, subject: Subject): Promise<ComposedFixes> {
  await client.query(catalogSettings)
  const before = await readPolicies(client, subject)
  await client.query('savepoint untouched')
  try {
    const { recorded, settled, undecided, denied } = await rehearse(client, subject)
    if (settled.length === 0 && denied.length > 0) throw rehearsalDenied(denied)
    const left = new Set([...undecided, ...denied].map(identity))
    const composed = recorded.composed(before, await readPolicies(client, subject))
    for (const statements of [composed, recorded.inOrder()]) {
      await client.query('rollback to untouched')
      if (await leavesNothingElse(client, subject, statements, left)) {
        return { statements: statements.map(textOf), settled, undecided, denied }
      }
    }
    throw new CliError('fixes_contradict', 'The fixes of this database do not go together.', {
      hint: 'Apply them one at a time: fix one, then look again.',
    })
  } finally {
    await client.query('rollback to untouched; release untouched')
  }
}

/** Whether a script leaves nothing but what is left anyway, and what only its indexes end. */
async function leavesNothingElse(
  client: DoctorClient,
  subject: Subject,
  statements: readonly Statement[],
  left: ReadonlySet<string>,
): Promise<boolean> {
  const indexes = new Set(statements.filter(isIndex).map(({ text }) => text))
  const failure = await tryStatements(client, statements)
  if (failure !== undefined) return false
  const findings = await look(client, subject)
  return findings.every(
    (finding) =>
      !hasSql(finding) ||
      left.has(identity(finding)) ||
      splitStatements(finding.fix).every(({ text }) => indexes.has(text)),
  )
}

async function readPolicies(client: DoctorClient, subject: Subject): Promise<PolicyState[]> {
  const { rows } = await client.query(policyStatesSql, [subject.schema])
  return rows as PolicyState[]
}

function textOf({ comments, text }: Statement): string {
  return [...comments, text].join('\n')
}

function rehearsalDenied(denied: readonly Finding[]): CliError {
  return new CliError(
    'rehearsal_denied',
    `The role of this connection may not run any of the fixes, so they cannot be tried together (${denied.length} findings).`,
    {
      hint: 'Give the connection string of the role that runs your migrations. Everything but --sql works without its rights.',
    },
  )
}

function refused(error: unknown): unknown {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === '25006') {
    return new CliError('read_only', 'This database can only be read, so the fixes cannot be tried.', {
      hint: 'Give --sql the connection string of the primary server.',
      cause: error,
    })
  }
  if (code === '55P03') {
    return new CliError(
      'database_busy',
      'A table that a fix is about is in use, so it cannot be tried now.',
      {
        hint: 'Run it again later, or on a copy of the database (a branch, a restored dump).',
        cause: error,
      },
    )
  }
  return error
}
