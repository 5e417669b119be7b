import { visible } from '../../terminal/printable.js'
import type { Style } from '../../terminal/style.js'
import type { Circumstances } from '../circumstances.js'
import type { IgnoredFinding } from '../finding.js'
import type { Level } from '../lint.js'
import type { Diagnosis } from './diagnosis.js'
import { countOf } from './levels.js'

/** How findings of a level are marked. */
export function marksOf(style: Style): Record<Level, (text: string) => string> {
  return { error: style.bad, warning: style.warning, info: style.faint }
}

/** What was looked at, and as whom. */
export function circumstancesLine({
  connection,
  appRole,
  chosen,
  administrator,
  tables,
  policies,
}: Circumstances): string {
  const what = `${amount(tables, 'table', 'tables')}, ${amount(policies, 'policy', 'policies')}`
  const reason = {
    given: '--app-role',
    connection: 'the connection',
    'login role of the auth schema': 'login role of the auth schema',
  }
  const whom =
    chosen === 'connection' && administrator
      ? `without a role of the application: ${visible(connection)} sets up databases, name the other one with --app-role`
      : `as ${visible(appRole)} (${reason[chosen]})`
  return `Looked at ${what} ${whom}`
}

/** How many findings there are, and what the baseline says to them. */
export function summary(
  { circumstances, findings, known, gone, ignored }: Diagnosis,
  style: Style,
): string[] {
  const marks = marksOf(style)
  const { error, warning, info } = countOf(findings)
  const words = [
    error > 0 && marks.error(amount(error, 'error', 'errors')),
    warning > 0 && marks.warning(amount(warning, 'warning', 'warnings')),
    info > 0 && marks.info(`${info} for information`),
  ].filter((word) => word !== false)
  const isEmpty = circumstances.tables === 0
  return [
    ...(isEmpty
      ? [`${style.bad('There is nothing to look at: the database has no tables.')} Is it the right one?`]
      : []),
    ...(words.length > 0
      ? [words.join(', ')]
      : isEmpty
        ? []
        : [`${style.good('ok')} nothing ${known.length > 0 ? 'new ' : ''}found`]),
    ...ignoredLines(ignored),
    ...(known.length > 0 ? [`${amount(known.length, 'finding', 'findings')} of the baseline`] : []),
    ...(gone.length > 0
      ? [
          `${amount(gone.length, 'finding', 'findings')} of the baseline gone: let --write-baseline take ${gone.length === 1 ? 'it' : 'them'} out`,
        ]
      : []),
  ]
}

/** How many findings comments say to ignore, and which of those comments the application could have written. */
export function ignoredLines(ignored: readonly IgnoredFinding[]): string[] {
  if (ignored.length === 0) return []
  return [
    `${ignored.length} ignored by comments`,
    ...ignored.filter(({ byApplication }) => byApplication).map((finding) => `  ${ignoredLine(finding)}`),
  ]
}

/** A finding and who says why to ignore it. */
export function ignoredLine({
  number,
  object,
  detail,
  owner,
  byApplication,
  reason,
}: IgnoredFinding): string {
  const who = `${owner}${byApplication ? ', whom the application can be' : ''}`
  return visible(`${number} ${object}: ${detail} (${who}: ${reason === '' ? 'without a reason' : reason})`)
}

function amount(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`
}
