import type { Style } from '../terminal/style.js'
import type { inspectToken, TokenTime } from './inspect-token.js'

/** A token's header, times and claim names as lines. */
export function inspectionLines(inspection: ReturnType<typeof inspectToken>, style: Style): string[] {
  if ('malformed' in inspection) return []
  const { alg, kid, typ, otherHeaders, times, claims } = inspection
  const row = (name: string, value: string) => `  ${style.faint(name.padEnd(7))} ${value}`
  return [
    '',
    row('alg', show(alg)),
    row('kid', show(kid)),
    row('typ', show(typ)),
    ...(otherHeaders.length === 0 ? [] : [row('header', `also ${otherHeaders.map(show).join(', ')}`)]),
    ...times.map((time) => row(time.claim, describeTime(time))),
    row('claims', claims.length === 0 ? 'none' : claims.map(show).join(', ')),
  ]
}

/** Whoever wrote the token chose these strings: nothing in them reaches the terminal as a control character. */
function show(value: unknown): string {
  if (value === undefined) return 'none'
  const text = typeof value === 'string' && /^[\w.:/+=-]+$/.test(value) ? value : JSON.stringify(value)
  return text.replace(
    /[^\x20-\x7e\u00a1-\u02ff]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

function describeTime({ at, inSeconds }: TokenTime): string {
  if (at === undefined || inSeconds === undefined) return 'is no time in seconds'
  return `${at} (${inSeconds < 0 ? `${duration(-inSeconds)} ago` : `in ${duration(inSeconds)}`})`
}

function duration(seconds: number): string {
  for (const [unit, length] of [
    ['days', 86_400],
    ['hours', 3_600],
    ['minutes', 60],
  ] as const) {
    if (seconds >= 2 * length) return `${Math.floor(seconds / length)} ${unit}`
  }
  return `${seconds} s`
}
