import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import type pg from 'pg'
import type { Names } from '../options/names.js'
import type { Verification } from '../options/verification.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import { compareFunctions } from './compare-functions.js'
import { compareGrants } from './compare-grants.js'
import { compareRoles } from './compare-roles.js'
import { compareVerification } from './compare-verification.js'
import { readInstalledSchema } from './installed-schema.js'

/** What is wrong with the auth schema of a database, compared with this version. Leaves nothing behind. */
export async function checkDatabase(
  client: pg.ClientBase,
  names: Names,
  wanted?: Verification,
): Promise<Discrepancy[]> {
  const installed = await readInstalledSchema(client, names.schema)
  const object = `schema ${names.schema}`
  if (installed.state === 'missing') {
    const message = 'The database has no auth schema of this name.'
    return [{ code: 'not_installed', object, message, hint: 'Migrate, or run "rowauth apply".' }]
  }
  if (installed.state === 'foreign') {
    const message = `It was not made by rowauth: ${installed.what}.`
    const hint =
      'Name yours with --schema, or adopt this one: "rowauth init --adopt", "rowauth apply --adopt".'
    return [{ code: 'foreign_schema', object, message, hint }]
  }
  const { version, verification } = installed
  if (version < AUTH_SCHEMA_VERSION) {
    const message =
      version === 0
        ? 'An installation broke off.'
        : `It is at version ${version}; this rowauth has version ${AUTH_SCHEMA_VERSION}.`
    return [
      { code: 'outdated', object, message, hint: 'Run "rowauth upgrade" and migrate, or "rowauth apply".' },
    ]
  }
  if (version > AUTH_SCHEMA_VERSION) {
    const message = `Version ${version} is newer than this rowauth, which has version ${AUTH_SCHEMA_VERSION}.`
    return [{ code: 'newer_version', object, message, hint: 'Update the package rowauth.' }]
  }
  const differs = compareVerification(verification, wanted)
  if (differs !== undefined) return [{ object, ...differs }]
  const roles = await compareRoles(client, names)
  const areRolesThere = !roles.some(({ code }) => code === 'role_missing')
  return [
    ...roles,
    ...(areRolesThere ? await compareFunctions(client, names, verification) : []),
    ...(await compareGrants(client, names, verification)),
  ].map((discrepancy) => ({ hint: 'Run "rowauth apply", or fix it by hand.', ...discrepancy }))
}
