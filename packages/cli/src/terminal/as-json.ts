import type { Report } from './report.js'

/** One JSON document, as `--json` prints it. */
export function jsonOf({ ok, json }: Report): string {
  return `${JSON.stringify({ ok, ...json }, null, 2)}\n`
}

/** The same report for a command that was asked for JSON in another way. */
export function asJson(report: Report): Report {
  return { ...report, text: () => jsonOf(report) }
}
