import type { Adoption } from '../adoption/adoption.js'
import { adoptionJson, adoptionVersion, parseAdoption } from '../adoption/adoption-mark.js'
import { adoptionStatements } from '../adoption/adoption-statements.js'
import { parseMarked, renderMarked } from './marked-migration.js'
import { joinStatements } from './statement-breakpoint.js'

/** An adoption as it stands in a migration. */
export interface AdoptionMigration extends Adoption {
  readonly version: number
  readonly body: string
  /** Is the SQL still what the header's hash was made of? */
  readonly isIntact: boolean
}

/** The SQL of a migration that adopts what is there, in this version. */
export function adoptionMigrationBody(adoption: Adoption): string {
  return joinStatements(adoptionStatements(adoption))
}

/** The text of such a migration. */
export function renderAdoptionMigration(adoption: Adoption): string {
  return renderMarked({
    title: 'adoption',
    version: adoptionVersion,
    options: adoptionJson(adoption),
    body: adoptionMigrationBody(adoption),
  })
}

/** Reads a migration that {@link renderAdoptionMigration} wrote; undefined for any other, and where its options are lost. */
export function parseAdoptionMigration(text: string): AdoptionMigration | undefined {
  const marked = parseMarked(text)
  if (marked?.title !== 'adoption') return undefined
  const { version, body, isIntact } = marked
  const adoption = parseAdoption(marked.options)
  return adoption && { ...adoption, version, body, isIntact }
}
