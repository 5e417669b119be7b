import { printable } from '../terminal/printable.js'
import type { Style } from '../terminal/style.js'
import type { inspectToken, TokenTime } from './inspect-token.js'

/** A token's header, times and claim names as lines. */
export function inspectionLines(inspection: ReturnType<typeof inspectToken>, style: Style): string[] {
  if ('malformed' in inspection) return []
  const { alg, kid, typ, otherHeaders, times, claims } = inspection
  const row = (name: string, value: string) => `  ${style.faint(name.padEnd(7))} ${value}`
  return [
    '',
    row('alg', printable(alg)),
    row('kid', printable(kid)),
    row('typ', printable(typ)),
    ...(otherHeaders.length === 0 ? [] : [row('header', `also ${otherHeaders.map(printable).join(', ')}`)]),
    ...times.map((time) => row(time.claim, describeTime(time))),
    row('claims', claims.length === 0 ? 'none' : claims.map(printable).join(', ')),
  ]
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
