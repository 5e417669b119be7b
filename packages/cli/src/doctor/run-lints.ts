import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { adoptionStatements } from '../adoption/adoption-statements.js'
import { catalogSettings } from '../database/read-catalog.js'
import { schemaStatements } from '../database/schema-statements.js'
import type { InstalledVerification } from '../options/verification.js'
import { circumstancesOf } from './circumstances.js'
import type { DoctorClient } from './doctor-client.js'
import type { Finding } from './finding.js'
import { commonSql, inputSql, lints, verificationSql } from './generated.js'
import type { Lint } from './lint.js'
import { logsInWithPassword } from './logs-in-with-password.js'
import { adoptionValue, type Subject } from './options.js'
import { type Clause, clauseFacts } from './policy-tree/clause-facts.js'

interface Input {
  readonly mayReadPasswords: boolean
  readonly mayReadRules: boolean
  readonly mayReadKeys: boolean
  readonly mark: string | null
  readonly schema: string
  readonly sessionFunctions: readonly string[]
  readonly equalityOperators: readonly string[]
  readonly policies: readonly { readonly id: string; readonly using: Clause; readonly check: Clause }[]
}

/** Runs every lint in the transaction that the client is in, which it leaves as it was but for local settings. */
export async function runLints(client: DoctorClient, subject: Subject): Promise<Finding[]> {
  await client.query(catalogSettings)
  const [row] = (await client.query(inputSql, [subject.schema])).rows as { input: string }[]
  if (row === undefined) throw new Error('The database gave no answer.')
  const input: Input = JSON.parse(row.input)
  const role = await appRole(client, subject)
  const values = [
    subject.schema,
    subject.queryRoles,
    role,
    AUTH_SCHEMA_VERSION,
    installScript(subject, input.mark),
    JSON.stringify(policyFacts(input)),
    subject.loginRole,
    role !== null && (await logsInWithPassword(client, role, input)),
    await verificationFacts(client, input),
    adoptionValue(subject),
  ]
  const wanted = lints.filter(({ number }) => !subject.ignore.has(number))
  if (wanted.length === 0) return []
  const { rows } = await client.query(oneQuery(wanted), values)
  return (rows as Found[]).map((found) => finding(wanted, found))
}

interface Found extends Pick<Finding, 'number' | 'object' | 'detail' | 'fix'> {}

/** All lints at once: what they share is evaluated once, and a distant database is asked once. */
function oneQuery(wanted: readonly Lint[]): string {
  const parts = wanted.map(
    ({ number, sql }) =>
      `select ${number} as number, row_number() over () as position, found.* from (\n${sql}\n) as found`,
  )
  return `${commonSql}\n${parts.join('\nunion all\n')}\norder by number, position`
}

function finding(wanted: readonly Lint[], found: Found): Finding {
  const lint = wanted.find(({ number }) => number === found.number)
  if (lint === undefined) throw new Error(`There is no lint ${found.number}.`)
  const { number, name, level, title, why, remedy } = lint
  const { object, detail, fix } = found
  return { number, name, level, title, object, detail, why, remedy, fix }
}

/** Null where nobody knows: an administrator's connection is not the application's. */
async function appRole(client: DoctorClient, subject: Subject): Promise<string | null> {
  const { appRole, chosen, administrator } = await circumstancesOf(client, subject)
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

function policyFacts(input: Input) {
  const names = {
    schema: input.schema,
    sessionFunctions: new Set(input.sessionFunctions),
    equalityOperators: new Set(input.equalityOperators),
  }
  return Object.fromEntries(
    input.policies.map(({ id, using, check }) => [
      id,
      { using: clauseFacts(using, names), check: clauseFacts(check, names) },
    ]),
  )
}
