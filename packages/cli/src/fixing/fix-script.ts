import type { Finding } from '../doctor/finding.js'
import { withoutSchema } from '../doctor/output/shown-fix.js'
import { joinStatements } from '../migrations/statement-breakpoint.js'
import { printableComment, printableSql } from '../sql-text/printable-sql.js'
import type { ComposedFixes } from './composed-fixes.js'

/** The script as a file: what it settles, its statements divided as in a migration, and as comments what it leaves. */
export function fixScript({ statements, settled, undecided, denied }: ComposedFixes): string {
  const parts = [
    '-- Fixes of rowauth doctor, to be read first: they are made from what the catalogs tell, not from what you meant.',
    '-- All of them in one transaction: psql --single-transaction, or a migration.',
    ...section('It settles:', settled, () => []),
    ...section('Yours to decide:', undecided, commented),
    ...section('Not for the role of this connection, so not tried:', denied, commented),
    '',
    statements.length === 0 ? '-- Nothing to run.' : joinStatements(statements.map(printableSql)),
  ]
  return `${parts.join('\n')}\n`
}

function section(
  title: string,
  findings: readonly Finding[],
  more: (finding: Finding) => string[],
): string[] {
  if (findings.length === 0) return []
  return [
    '--',
    `-- ${title}`,
    ...findings.flatMap((finding) => [
      `--   ${finding.number} ${printableComment(`${finding.object}: ${finding.detail}`)}`,
      ...more(finding),
    ]),
  ]
}

/** What a fix says, without running it; not all of the script of the auth schema. */
function commented({ number, fix }: Finding): string[] {
  return withoutSchema(number, fix.trim().split('\n')).map(
    (line) => `--     ${printableComment(line.replace(/^-- ?/, ''))}`,
  )
}
