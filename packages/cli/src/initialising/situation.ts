import type { Recognised } from '../adoption/recognised.js'
import type { Migrations } from '../migrations/read-migrations.js'
import type { Project } from '../project/open-project.js'
import type { LookedAt } from './look-at-database.js'

/** What `rowauth init` has seen before it does anything. */
export interface Situation {
  readonly project: Project
  readonly migrations: Migrations
  readonly recognised: Recognised | undefined
  /** Whether it was recognised in the database. */
  readonly isInDatabase: boolean
  readonly database: LookedAt
}
