import type pg from 'pg'
import type { Migrations } from '../migrations/read-migrations.js'
import type { Project } from '../project/open-project.js'
import type { Recognised } from '../recognising/recognised.js'
import type { LookedAt } from './with-project-database.js'

/** Where `rowauth init` runs. */
export interface Place {
  readonly project: Project
  readonly migrations: Migrations
  /** Undefined where there is no database to look at. */
  readonly client: pg.Client | undefined
  readonly database: LookedAt
}

/** What it has seen there before it does anything. */
export interface Situation extends Place {
  readonly recognised: Recognised | undefined
  /** Whether it was recognised in the database. */
  readonly isInDatabase: boolean
}
