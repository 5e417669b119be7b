import { visible } from '../../terminal/printable.js'
import type { Level } from '../lint.js'
import type { Diagnosis } from './diagnosis.js'
import { worstFirst } from './levels.js'
import { pageOf } from './page-of.js'
import { circumstancesLine, ignoredLines } from './show-summary.js'

const commands: Record<Level, string> = { error: 'error', warning: 'warning', info: 'notice' }

/** A diagnosis as workflow commands of GitHub Actions, which shows them with the run. */
export function githubLines({ circumstances, findings, gone, ignored }: Diagnosis): string {
  const lines = worstFirst(findings).map(
    ({ level, number, title, object, detail }) =>
      `::${commands[level]} title=${property(`${number} ${title}`)}::${message(`${visible(object)}: ${visible(detail)}\n${pageOf(number)}`)}`,
  )
  if (circumstances.tables === 0) {
    lines.unshift('::error title=rowauth doctor::There is nothing to look at: the database has no tables.')
  }
  if (gone.length > 0) {
    lines.push(
      `::notice title=rowauth doctor::${gone.length} of the baseline gone: let --write-baseline take them out.`,
    )
  }
  return `${[circumstancesLine(circumstances), ...ignoredLines(ignored)].map(message).concat(lines).join('\n')}\n`
}

/** As `@actions/core` escapes what stands behind `::`. */
function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
