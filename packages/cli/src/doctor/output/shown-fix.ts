import { printableSql } from '../../sql-text/printable-sql.js'

const maxLines = 20

/** The lines of a fix: not all of a long one, which has commands of its own, or can be had as a script. */
export function shownFix(number: number, fix: string): string[] {
  const lines = withoutSchema(number, printableSql(fix).trim().split('\n'))
  if (lines.length <= maxLines) return lines
  const shown = lines.slice(0, maxLines - 1)
  return [...shown, `-- And ${lines.length - shown.length} more lines: rowauth doctor --sql has them.`]
}

/** The lines of a fix, but for the script of the auth schema, of which its command is named. */
export function withoutSchema(number: number, lines: string[]): string[] {
  const isSchema = Math.floor(number / 100) === 5 && lines.length > maxLines
  return isSchema ? ['-- The script that `rowauth sql` prints and `rowauth apply` runs.'] : lines
}
