/** A migration of a project, as its kit has written it or its author by hand. */
export interface RoadMigration {
  readonly name: string
  readonly sql: string
}

/** The statements of a migration, in order. */
export function statementsOf(migration: RoadMigration): string[] {
  return migration.sql.split('--> statement-breakpoint').map((statement) => statement.trim())
}
