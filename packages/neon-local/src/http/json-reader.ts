/** A number as it was written: `1.0` and integers beyond 2^53 reach PostgreSQL as such. */
export class WrittenNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** JSON whose numbers are kept as written; objects are maps, in which no name has a meaning. */
export type Json = null | boolean | string | WrittenNumber | readonly Json[] | ReadonlyMap<string, Json>

/** As deep as Neon's parser goes. */
const maxDepth = 128

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** Most strings; one with an escape is left to `JSON.parse`. */
const plainString = /"[^"\\\p{Cc}]*"/uy
const literals = [
  ['null', null],
  ['true', true],
  ['false', false],
] as const

/**
 * Reads JSON (RFC 8259) in a time that grows with its length alone.
 *
 * @throws {SyntaxError} which quotes nothing of the text
 */
export function readJson(text: string): Json {
  const reader = new JsonReader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

class JsonReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): Json {
    if (depth > maxDepth) throw new SyntaxError('nested too deeply')
    switch (this.#next()) {
      case '{':
        return this.#object(depth + 1)
      case '[':
        return this.#array(depth + 1)
      case '"':
        return this.#string()
      case 'n':
      case 't':
      case 'f':
        return this.#literal()
      default:
        return new WrittenNumber(this.#match(number) ?? malformed())
    }
  }

  end(): void {
    if (this.#next() !== undefined) malformed()
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>()
    this.#at += 1
    if (this.#skip('}')) return members
    do {
      if (this.#next() !== '"') malformed()
      const name = this.#string()
      if (!this.#skip(':')) malformed()
      members.set(name, this.value(depth))
    } while (this.#skip(','))
    return this.#skip('}') ? members : malformed()
  }

  #array(depth: number): Json {
    const elements: Json[] = []
    this.#at += 1
    if (this.#skip(']')) return elements
    do elements.push(this.value(depth))
    while (this.#skip(','))
    return this.#skip(']') ? elements : malformed()
  }

  #string(): string {
    const plain = this.#match(plainString)
    if (plain !== undefined) return plain.slice(1, -1)
    const start = this.#at
    let end = start
    do end = this.#text.indexOf('"', end + 1)
    while (end !== -1 && this.#isEscaped(end))
    if (end === -1) malformed()
    this.#at = end + 1
    return JSON.parse(this.#text.slice(start, this.#at))
  }

  /** Is there an odd number of backslashes in front? */
  #isEscaped(at: number): boolean {
    let first = at
    while (this.#text[first - 1] === '\\') first -= 1
    return (at - first) % 2 === 1
  }

  #literal(): Json {
    for (const [name, value] of literals) {
      if (!this.#text.startsWith(name, this.#at)) continue
      this.#at += name.length
      return value
    }
    return malformed()
  }

  /** The next character that is no white space. */
  #next(): string | undefined {
    for (;;) {
      const character = this.#text[this.#at]
      if (character !== ' ' && character !== '\n' && character !== '\r' && character !== '\t')
        return character
      this.#at += 1
    }
  }

  #skip(character: string): boolean {
    const found = this.#next() === character
    if (found) this.#at += 1
    return found
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}

function malformed(): never {
  throw new SyntaxError('malformed JSON')
}
