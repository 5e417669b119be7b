import { visible } from '../terminal/printable.js'
import { tokensOf } from './tokens.js'

/**
 * Besides line ends and tabs: what a terminal obeys, what hides other characters, and what a migrator takes for the end of a
 * statement, in a name as well.
 */
const steering = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]|(?<=--)>(?= statement-breakpoint)/gu

/**
 * SQL that does the same, without characters that steer a terminal or a migrator: names and strings that hold some are written with
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
    else if (kind === 'comment') result += printableComment(text)
    else result += text
  }
  return result
}

/** The same of what stands in a comment of one line. */
export function printableComment(text: string): string {
  return visible(text).replace(steering, (each) => `\\u{${hex(each, 1)}}`)
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
