import { authSchemaStatements } from '@rowauth/core'
import { type Names, schemaOptions } from '../options/names.js'
import type { InstalledVerification, Verification } from '../options/verification.js'

/** The statements that install the auth schema, or bring it up to date. */
export function schemaStatements(names: Names, verification: InstalledVerification): string[] {
  return authSchemaStatements({ ...schemaOptions(names), verification: verification as Verification })
}

/** The statements that give an installed schema another verification. */
export function switchStatements(names: Names, verification: InstalledVerification): string[] {
  return schemaStatements(names, verification)
}
