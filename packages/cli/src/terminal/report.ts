import type { Style } from './style.js'

/** What a command did or found. */
export interface Report {
  /** `false`: something was found or a check failed, exit code 1. */
  readonly ok: boolean
  /** Printed with `--json`, after `ok`. Holds no secret that the command was not asked for. */
  readonly json: Readonly<Record<string, unknown>>
  /** Printed otherwise, with a final newline. */
  text(style: Style): string
}
