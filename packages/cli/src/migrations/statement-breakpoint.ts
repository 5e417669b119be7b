/** What drizzle-kit and Drizzle's migrators split a migration at. */
const breakpoint = '--> statement-breakpoint'

/** Statements as they stand in a migration. */
export function joinStatements(statements: readonly string[]): string {
  return statements.join(`\n${breakpoint}\n`)
}

/** What a migrator sends one after the other, as it stands in a migration. */
export function splitMigration(text: string): string[] {
  return text.split(breakpoint).filter((part) => part.trim() !== '')
}
