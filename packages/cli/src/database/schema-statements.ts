import { schemaMoveStatements, schemaStateStatements } from '@rowauth/core/internal'
import { type Names, schemaOptions } from '../options/names.js'
import type { InstalledVerification } from '../options/verification.js'

/** The statements that install the auth schema, or bring one of the same verification up to date. */
export function schemaStatements(names: Names, verification: InstalledVerification): string[] {
  return schemaStateStatements({ ...schemaOptions(names), verification })
}

/** The statements that give an installed schema another verification, to be run in one transaction. */
export function switchStatements(names: Names, verification: InstalledVerification): string[] {
  return schemaMoveStatements({ ...schemaOptions(names), verification })
}
