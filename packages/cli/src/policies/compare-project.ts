import type { AdoptionKind } from '../adoption/adoption.js'
import type { Migrations } from '../migrations/read-migrations.js'
import type { NameOptions } from '../options/names.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import { compareRowSecurity, policyObject, type Sides } from './compare-policies.js'
import { type Expected, expectedPolicies } from './expected-policies.js'
import type { RowSecurity } from './policy.js'
import { type Query, readRowSecurity } from './read-row-security.js'
import { asPrinted } from './replay/as-printed.js'
import { prerequisites } from './replay/prerequisites.js'
import { extensionsOf, ReplayError, replayMigrations } from './replay/replay-migrations.js'
import { type Scratch, withScratch } from './replay/scratch.js'
import { readSnapshot, type Snapshot } from './snapshot-policies.js'
import { acknowledgedPolicies, policyHistory } from './statements/policy-history.js'
import { mentionsPolicies } from './statements/policy-statements.js'

/** Whether policies were compared, and why not. */
export type Comparison =
  | { readonly compared: true; readonly policies: number; readonly unreadable: readonly string[] }
  | {
      readonly compared: false
      readonly reason: NotCompared
      readonly message: string
      readonly hint?: string
    }

/** Why policies were not compared. */
export type NotCompared =
  | 'left_out'
  | 'no_project'
  | 'no_policies'
  | 'no_snapshot'
  | 'no_scratch'
  | 'not_replayable'

/** What a comparison of policies found. */
export interface PolicyCheck {
  readonly comparison: Comparison
  readonly discrepancies: readonly Discrepancy[]
}

/** A project whose policies are compared. */
export interface PolicyProject {
  /** The file from which it would import PGlite. */
  readonly importedFrom: string
  readonly migrationsFolder: string
  readonly migrations: Migrations
  readonly names: NameOptions
  /** Whose functions the database has adopted. */
  readonly adopted?: AdoptionKind | undefined
}

/**
 * Compares policies with those of the Drizzle schema and of migrations: the policies of a database, or, without one,
 * those that the migrations make.
 *
 * @param scratch - the connection string of a server to make an empty database on; undefined: PGlite
 * @param database - asks the database; undefined: the migrations are compared
 * @throws {CliError} `database_unreachable`, `rights_missing`
 */
export async function comparePolicies(
  project: PolicyProject,
  scratch: string | undefined,
  database: Query | undefined,
): Promise<PolicyCheck> {
  const { migrations, migrationsFolder, importedFrom, names, adopted } = project
  const snapshot = await readSnapshot(migrationsFolder)
  if ((snapshot?.policies.length ?? 0) === 0 && !migrations.list.some(({ text }) => mentionsPolicies(text))) {
    return notCompared('no_policies', 'Neither schema nor migrations have policies.')
  }
  if (snapshot === undefined && database === undefined) {
    return notCompared('no_snapshot', 'drizzle-kit has left no snapshot here of what the schema says.')
  }
  const found = database && (await readRowSecurity(database))
  const extensions = extensionsOf(migrations)
  try {
    const outcome = await withScratch({ scratch, importedFrom, extensions }, (empty) =>
      compareOn(empty, { migrations, snapshot, names, adopted, found }),
    )
    return (
      outcome ??
      notCompared('no_scratch', 'Policies are compared in an empty PostgreSQL, and there is none here.', {
        hint: 'Install PGlite: npm install --save-dev @electric-sql/pglite. Or name a server on which a database can be made for a moment: --scratch <connection>.',
      })
    )
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error
    return notCompared(
      'not_replayable',
      `${error.file} does not run on an empty database: ${error.message.replace(/\.?$/, '.')}`,
      { hint: 'Name a server that has what the migrations take for granted: --scratch <connection>.' },
    )
  }
}

/** The outcome where nothing was compared. */
export function notCompared(
  reason: NotCompared,
  message: string,
  { hint }: { hint?: string } = {},
): PolicyCheck {
  return {
    comparison: { compared: false, reason, message, ...(hint !== undefined && { hint }) },
    discrepancies: [],
  }
}

type States = Pick<Expected, 'migrated' | 'meant'>

interface Given {
  readonly migrations: Migrations
  readonly snapshot: Snapshot | undefined
  readonly names: NameOptions
  readonly adopted: AdoptionKind | undefined
  readonly found: RowSecurity | undefined
}

async function compareOn(
  scratch: Scratch,
  { migrations, snapshot, names, adopted, found }: Given,
): Promise<PolicyCheck> {
  const given = await replayMigrations(scratch, migrations, prerequisites(migrations, names, adopted))
  if (!scratch.sharesRoles) await scratch.query('begin')
  const acknowledged = acknowledgedPolicies(policyHistory(migrations))
  const { meant, unreadable, ...read } = await expectedPolicies(scratch, snapshot, { acknowledged, given })
  const migrated = await asPrinted(scratch, read.migrated, meant)
  const discrepancies =
    found === undefined
      ? inMigrations({ migrated, meant }, snapshot)
      : inDatabase(await asPrinted(scratch, found, meant), { migrated, meant })
  await scratch.query('rollback')
  return {
    comparison: {
      compared: true,
      policies: meant.policies.length,
      unreadable: unreadable.map(policyObject),
    },
    discrepancies,
  }
}

function inMigrations({ migrated, meant }: States, snapshot: Snapshot | undefined): Discrepancy[] {
  const sides: Sides = { found: 'the migrations', meant: `the schema (${snapshot?.file})` }
  const hint = 'Add the statement in a migration of its own: drizzle-kit generate --custom.'
  return compareRowSecurity(migrated, meant, sides).map((each) => ({ ...each, hint }))
}

function inDatabase(found: RowSecurity, { migrated, meant }: States): Discrepancy[] {
  const sides: Sides = { found: 'the database', meant: 'the schema' }
  const lost = new Set(compareRowSecurity(migrated, meant, sides).map(({ object }) => object))
  return compareRowSecurity(found, meant, sides).map((each) => {
    if (each.hint !== undefined) return each
    const hint = lost.has(each.object)
      ? 'The migrations do not have it either: add the statement in a migration of its own (drizzle-kit generate --custom), and migrate.'
      : 'Migrate. Where that is done, somebody has changed it in the database: run the statement.'
    return { ...each, hint }
  })
}
