import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { adoptionStatements } from '../adoption/adoption-statements.js'
import { catalogSettings } from '../database/read-catalog.js'
import { schemaStatements } from '../database/schema-statements.js'
import type { InstalledVerification } from '../options/verification.js'
import { type Circumstances, circumstancesOf } from './circumstances.js'
import { type Cycle, findCycles } from './cycles/find-cycles.js'
import { policyGraph } from './cycles/policy-graph.js'
import type { DoctorClient } from './doctor-client.js'
import type { Finding, IgnoredFinding } from './finding.js'
import { commonSql, inputSql, lints, policyGraphSql, verificationSql } from './generated.js'
import type { Lint } from './lint.js'
import { logsInWithPassword } from './logs-in-with-password.js'
import { adoptionValue, type Subject } from './options.js'
import { type PolicyInput, policyFacts } from './policy-facts.js'

interface Input extends PolicyInput {
  readonly mayReadPasswords: boolean
  readonly mayReadRules: boolean
  readonly mayReadKeys: boolean
  readonly mark: string | null
}

/** What the lints have found. */
export interface Diagnosis {
  readonly circumstances: Circumstances
  readonly findings: Finding[]
  /** What was found and has been seen: a comment on its object says `doctor: ignore …`. */
  readonly ignored: IgnoredFinding[]
}

/** The findings of {@link lookThrough} that nobody has said to ignore. */
export async function runLints(client: DoctorClient, subject: Subject): Promise<Finding[]> {
  return (await lookThrough(client, subject)).findings
}

/** Runs every lint in the transaction that the client is in, which it leaves as it was but for local settings. */
export async function lookThrough(client: DoctorClient, subject: Subject): Promise<Diagnosis> {
  await client.query(catalogSettings)
  const [row] = (await client.query(inputSql, [subject.schema])).rows as { input: string }[]
  if (row === undefined) throw new Error('The database gave no answer.')
  const input: Input = JSON.parse(row.input)
  const circumstances = await circumstancesOf(client, subject)
  const role = appRole(circumstances)
  const values = [
    subject.schema,
    subject.queryRoles,
    role,
    AUTH_SCHEMA_VERSION,
    installScript(subject, input.mark),
    JSON.stringify({
      ...(await policyFacts(client, input, subject.queryRoles)),
      cycles: await policyCycles(client, subject, input.policies),
    }),
    subject.loginRole,
    role !== null && (await logsInWithPassword(client, role, input)),
    await verificationFacts(client, input),
    adoptionValue(subject),
  ]
  const wanted = lints.filter(({ number }) => !subject.ignore.has(number))
  if (wanted.length === 0) return { circumstances, findings: [], ignored: [] }
  const { rows } = await client.query(oneQuery(wanted), values)
  const found = (rows as Found[]).map((row) => ({ ...finding(wanted, row), ignored: row.ignored }))
  return {
    circumstances,
    findings: found.flatMap(({ ignored, ...each }) => (ignored === null ? [each] : [])),
    ignored: found.flatMap(({ ignored, ...each }) => (ignored === null ? [] : [{ ...each, ...ignored }])),
  }
}

interface Found extends Pick<Finding, 'number' | 'object' | 'detail' | 'fix'> {
  readonly ignored: Pick<IgnoredFinding, 'owner' | 'byApplication' | 'reason'> | null
}

/** All lints at once: what they share is evaluated once, and a distant database is asked once. */
function oneQuery(wanted: readonly Lint[]): string {
  const parts = wanted.map(
    ({ number, sql }) =>
      `select ${number} as number, row_number() over () as position, found.* from (\n${sql}\n) as found`,
  )
  return `${commonSql}
select found.*, (
  select jsonb_build_object('owner', a.owner, 'byApplication', a.by_application, 'reason', a.reason)
  from acknowledgements a
  where a.object = found.object and a.number = found.number
  order by a.reason
  limit 1
) as ignored
from (\n${parts.join('\nunion all\n')}\n) as found
order by found.number, found.position`
}

function finding(wanted: readonly Lint[], found: Found): Finding {
  const lint = wanted.find(({ number }) => number === found.number)
  if (lint === undefined) throw new Error(`There is no lint ${found.number}.`)
  const { number, name, level, title, why, remedy } = lint
  const { object, detail, fix } = found
  return { number, name, level, title, object, detail, why, remedy, fix }
}

async function policyCycles(
  client: DoctorClient,
  { schema, queryRoles }: Subject,
  policies: Input['policies'],
): Promise<Cycle[]> {
  const [row] = (await client.query(policyGraphSql, [schema, queryRoles])).rows as { graph: string }[]
  return row === undefined ? [] : findCycles(policyGraph(JSON.parse(row.graph), policies))
}

/** Null where nobody knows: an administrator's connection is not the application's. */
function appRole({ appRole, chosen, administrator }: Circumstances): string | null {
  return chosen === 'connection' && administrator ? null : appRole
}

function installScript({ names, adoption }: Subject, mark: string | null): string {
  if (adoption !== undefined) return `${adoptionStatements(adoption).join('\n\n')}\n`
  const [, verification = 'application'] = / (application|transition|database)$/.exec(mark ?? '') ?? []
  return `${schemaStatements(names, verification as InstalledVerification).join('\n\n')}\n`
}

/** Keys and secrets are their owner's to see: null for everybody else, and where the application verifies. */
async function verificationFacts(
  client: DoctorClient,
  { mayReadKeys, schema }: Input,
): Promise<string | null> {
  if (!mayReadKeys) return null
  const { rows } = await client.query(verificationSql.replaceAll(':"auth"', schema))
  return (rows as { verification: string }[])[0]?.verification ?? null
}
