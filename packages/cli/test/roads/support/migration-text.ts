import { type KitLine, kits } from '../../support/project.js'
import { readSql } from './read-sql.js'

/** A migration of a project. */
export interface RoadMigration {
  readonly name: string
  /** What the kit of each line writes for the project's schema; the same in both where its author has written it. */
  readonly sql: Readonly<Record<KitLine['line'], string>>
  readonly byKit: boolean
}

/** A migration that the kits have written: `<path>.sql`, and `<path>.1.0.sql` for the other line. */
export function kitMigration(path: string): RoadMigration {
  return { name: nameOf(path), sql: { '0.31': readSql(path), '1.0': readSql(`${path}.1.0`) }, byKit: true }
}

/** A migration that its author has written by hand, after `drizzle-kit generate --custom`. */
export function customMigration(path: string): RoadMigration {
  const sql = readSql(path)
  return { name: nameOf(path), sql: { '0.31': sql, '1.0': sql }, byKit: false }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replaceAll('-', '_')
}

/** The statements of a migration, in order. */
export function statementsOf(text: string): string[] {
  return text.split('--> statement-breakpoint').map((statement) => statement.trim())
}

/** The line whose migrations a fixture runs unless it is told otherwise. */
export const defaultLine = kits[0].line
