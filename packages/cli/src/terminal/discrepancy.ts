import type { Style } from './style.js'

/** Something that `check` found. */
export interface Discrepancy {
  /** Stable, for `--json`. */
  readonly code: string
  /** The file, schema, function or role. */
  readonly object: string
  /** What is wrong, as a sentence. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** The statement that makes it good. */
  readonly sql?: string
}

/** Discrepancies as lines. */
export function discrepancyLines(
  discrepancies: readonly Discrepancy[],
  style: Style,
  level: 'bad' | 'warning' = 'bad',
): string {
  return discrepancies
    .map(({ code, object, message, hint, sql }) => {
      const lines = [`${style[level](code)} ${style.strong(object)}`, `  ${message}`]
      if (hint !== undefined) lines.push(`  ${hint}`)
      if (sql !== undefined) lines.push(...sql.split('\n').map((line) => `    ${line}`))
      return `${lines.join('\n')}\n`
    })
    .join('')
}
