import { visible } from '../../terminal/printable.js'
import type { Style } from '../../terminal/style.js'
import type { Finding } from '../finding.js'
import type { Level } from '../lint.js'
import type { Diagnosis } from './diagnosis.js'
import { worstFirst } from './levels.js'
import { pageOf } from './page-of.js'
import { circumstancesLine, ignoredLine, marksOf, summary } from './show-summary.js'
import { shownFix } from './shown-fix.js'
import { wrap } from './wrap.js'

const symbols: Record<Level, string> = { error: '✖', warning: '▲', info: '●' }

/** How text is laid out. */
export interface Layout {
  readonly style: Style
  /** Width of the terminal; undefined in a pipe, where a finding has one line however long it is. */
  readonly columns: number | undefined
  /** Why each matters, and the SQL that fixes it. */
  readonly verbose: boolean
}

/** A diagnosis for people: what was looked at and how much was found, then the findings, the worst first. */
export function diagnosisLines(diagnosis: Diagnosis, { style, columns, verbose }: Layout): string {
  const findings = worstFirst(diagnosis.findings)
  const head = [
    ...wrap(circumstancesLine(diagnosis.circumstances), columns, ''),
    ...summary(diagnosis, style),
  ]
  const gone = diagnosis.gone.map(
    ({ number, object, detail }) => `  ${number} ${visible(`${object}: ${detail}`)}`,
  )
  const body = verbose ? findings.flatMap(blockOf) : findings.flatMap(lineOf)
  const tail = verbose ? ignoredBlock() : findings.length > 0 ? ['', ...pages(findings)] : []
  return `${[...head, ...gone, ...(body.length > 0 && !verbose ? [''] : []), ...body, ...tail].join('\n')}\n`

  function lineOf({ level, number, object, detail }: Finding): string[] {
    const text = `${visible(object)}: ${visible(detail)}`
    const [first = '', ...more] = columns === undefined ? [text] : wrap(text, columns - 6, '')
    const mark = marksOf(style)[level](`${symbols[level]} ${number}`)
    return [`${mark} ${first}`, ...more.map((line) => `      ${line}`)]
  }

  function blockOf({ level, number, title, why, object, detail, fix }: Finding, i: number): string[] {
    const isFirst = findings[i - 1]?.number !== number
    const mark = marksOf(style)[level](`${symbols[level]} ${level}`)
    return [
      '',
      ...(isFirst
        ? [
            `${mark} ${style.strong(`${number} ${title}`)}`,
            ...wrap(why, columns, '  '),
            `  ${style.faint(pageOf(number))}`,
            '',
          ]
        : []),
      `  ${style.strong(visible(object))}: ${visible(detail)}`,
      ...shownFix(number, fix).map((line) => `    ${line}`),
    ]
  }

  function ignoredBlock(): string[] {
    if (diagnosis.ignored.length === 0) return []
    return [
      '',
      style.faint('Ignored by comments'),
      ...diagnosis.ignored.map((each) => `  ${ignoredLine(each)}`),
    ]
  }

  function pages(some: readonly Finding[]): string[] {
    const numbers = [...new Set(some.map(({ number }) => number))].sort((a, b) => a - b)
    return [
      style.faint('Why each matters and how to fix it: --verbose; one script of all fixes: --sql'),
      ...numbers.map((number) => style.faint(`  ${number} ${pageOf(number)}`)),
    ]
  }
}
