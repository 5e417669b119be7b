import { visible } from '../terminal/printable.js'
import { tokensOf } from './tokens.js'

/** Besides line ends and tabs: what a terminal obeys, and what hides other characters. */
const steering = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu

/**
 * SQL that does the same, without characters that steer a terminal: names and strings that hold some are written with
 * escapes, comments show them. `standard_conforming_strings` is on.
 */
export function printableSql(sql: string): string {
  let result = ''
  for (const { kind, text } of tokensOf(sql)) {
    if (!hasSteering(text)) result += text
    else if (kind === 'name') result += `U&${escaped(text)}`
    else if (kind === 'string' && text.startsWith("'")) result += `U&${escaped(text)}`
    else if (kind === 'string' && /^e'/i.test(text))
      result += text.replace(steering, (each) => `\\U${hex(each, 8)}`)
    else if (kind === 'comment') result += visible(text)
    else result += text
  }
  return result
}

function hasSteering(text: string): boolean {
  return text.search(steering) >= 0
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(steering, (each) => `\\+${hex(each, 6)}`)
}

function hex(character: string, digits: number): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(digits, '0')
}
