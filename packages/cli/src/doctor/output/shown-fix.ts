import { printableSql } from '../../sql-text/printable-sql.js'

const maxLines = 20

/** The lines of a fix: not all of a long one, which has commands of its own, or can be had as a script. */
export function shownFix(number: number, fix: string): string[] {
  const lines = printableSql(fix).trim().split('\n')
  if (lines.length <= maxLines) return lines
  if (Math.floor(number / 100) === 5)
    return ['-- The script that `rowauth sql` prints and `rowauth apply` runs.']
  const shown = lines.slice(0, maxLines - 1)
  return [...shown, `-- And ${lines.length - shown.length} more lines: rowauth doctor --sql has them.`]
}
