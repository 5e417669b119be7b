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
}

/** Discrepancies as lines. */
export function discrepancyLines(discrepancies: readonly Discrepancy[], style: Style): string {
  return discrepancies
    .map(({ code, object, message, hint }) => {
      const lines = [`${style.bad(code)} ${style.strong(object)}`, `  ${message}`]
      if (hint !== undefined) lines.push(`  ${hint}`)
      return `${lines.join('\n')}\n`
    })
    .join('')
}
