import type { Style } from '../terminal/style.js'
import type { Finding } from './finding.js'
import type { Level } from './lint.js'

/** Longer fixes are those of the auth schema, which has commands of its own. */
const maxFixLines = 20

/** How many findings there are of each level. */
export function countOf(findings: readonly Finding[]): Record<Level, number> {
  const count = { error: 0, warning: 0, info: 0 }
  for (const { level } of findings) count[level] += 1
  return count
}

/** The findings as text: lint by lint, each object with what is wrong and the SQL that fixes it. */
export function diagnosisLines(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return `${style.good('ok')} nothing found\n`
  const mark: Record<Level, (text: string) => string> = {
    error: style.bad,
    warning: style.warning,
    info: style.faint,
  }
  const blocks = findings.map(({ number, level, title, why, object, detail, fix }, i) => {
    const isFirst = findings[i - 1]?.number !== number
    return [
      ...(isFirst ? [`${mark[level](level)} ${style.strong(`${number} ${title}`)}`, ...wrap(why), ''] : []),
      `  ${style.strong(object)}: ${detail}`,
      ...shortened(fix).map((line) => `    ${line}`),
    ].join('\n')
  })
  return `${[...blocks, summary(countOf(findings), mark)].join('\n\n')}\n`
}

function summary(count: Record<Level, number>, mark: Record<Level, (text: string) => string>): string {
  const words = [
    count.error > 0 && mark.error(`${count.error} ${count.error === 1 ? 'error' : 'errors'}`),
    count.warning > 0 && mark.warning(`${count.warning} ${count.warning === 1 ? 'warning' : 'warnings'}`),
    count.info > 0 && mark.info(`${count.info} for information`),
  ]
  return words.filter((word) => word !== false).join(', ')
}

function shortened(fix: string): string[] {
  const lines = fix.trim().split('\n')
  if (lines.length <= maxFixLines) return lines
  return ['-- The script that `rowauth sql` prints and `rowauth apply` runs.']
}

function wrap(text: string): string[] {
  return text.match(/\S.{0,97}(?=\s|$)/g)?.map((line) => `  ${line}`) ?? []
}
