import type { Style } from './style.js'

/** Something that `check` found. */
export interface Finding {
  /** Stable, for `--json`. */
  readonly code: string
  /** The file, schema, function or role. */
  readonly object: string
  /** What is wrong, as a sentence. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
}

/** Findings as lines. */
export function findingLines(findings: readonly Finding[], style: Style): string {
  return findings
    .map(({ code, object, message, hint }) => {
      const lines = [`${style.bad(code)} ${style.strong(object)}`, `  ${message}`]
      if (hint !== undefined) lines.push(`  ${hint}`)
      return `${lines.join('\n')}\n`
    })
    .join('')
}
