import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type pg from 'pg'
import { compareRoles } from '../database/compare-roles.js'
import { readCatalog } from '../database/read-catalog.js'
import { differingName, type NameOptions } from '../options/names.js'
import type { VerificationOptions } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import { type Adoption, describeAdoption } from './adoption.js'
import { adoptionVersion } from './adoption-mark.js'
import { sessionFunctionNames } from './function-names.js'
import { compareSql } from './generated.js'
import type { InstalledAdoption } from './read-adoption.js'

const otherNames: Discrepancy = {
  code: 'names_differ',
  object: 'schema rowauth',
  message:
    'The database has adopted other names of schema or roles than the project in this folder, or the options, have.',
  hint: 'Is it the database of this project? Then run "rowauth apply --adopt" with --roles, or "rowauth upgrade".',
}

/**
 * What a database lacks of what it has adopted.
 *
 * @param options - the names of the command line or of the project, and who has to verify the tokens
 */
export async function compareAdoption(
  client: pg.ClientBase,
  adoption: InstalledAdoption,
  options: NameOptions & VerificationOptions,
): Promise<Discrepancy[]> {
  const { kind, names, version } = adoption
  const object = 'schema rowauth'
  if (options.verification === 'database') {
    const message = 'The application verifies the tokens: what was adopted does not.'
    const hint = 'Run "rowauth init --move --verification database".'
    return [{ code: 'verification_differs', object, message, hint }]
  }
  if (version > adoptionVersion) {
    const message = `It was adopted by a newer rowauth than this one, whose auth schema has version ${AUTH_SCHEMA_VERSION}.`
    return [{ code: 'newer_version', object, message, hint: 'Update the package rowauth.' }]
  }
  if (version < adoptionVersion) {
    const message = 'It was adopted by an older rowauth.'
    return [
      {
        code: 'outdated',
        object,
        message,
        hint: 'Run "rowauth upgrade" and migrate, or "rowauth apply --adopt".',
      },
    ]
  }
  const hint = 'Run "rowauth apply --adopt", or fix it by hand.'
  const roles = await compareRoles(client, names)
  return [
    ...(differingName(options, names) === undefined ? [] : [otherNames]),
    ...roles.map((discrepancy) => ({ hint, ...discrepancy })),
    ...(kind === 'settings' ? [] : await compareFunctions(client, adoption)),
  ]
}

async function compareFunctions(client: pg.ClientBase, adoption: Adoption): Promise<Discrepancy[]> {
  const rows = await readCatalog<{ code: string; object: string; role: string }>(client, compareSql, [
    adoption.names.schema,
    [adoption.names.authenticated, adoption.names.anonymous],
    [...sessionFunctionNames],
  ])
  return rows.map(({ code, object, role }) => {
    if (code === 'functions_missing') {
      const message = `There are no functions to call, where there was ${describeAdoption(adoption.kind, adoption.names.schema)}.`
      return { code, object, message, hint: 'Bring them back, or run "rowauth init --move".' }
    }
    const message = `Role ${role} may not use it, so queries of that role fail.`
    return { code, object, message, hint: 'Run "rowauth apply --adopt", or have its owner grant it.' }
  })
}
