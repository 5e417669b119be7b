import type { Parser } from '../postgres-js-types.js'

/** Boxes have commas in them. */
const boxArray = 1020

function delimiterOf(arrayType: number): string {
  return arrayType === boxArray ? ';' : ','
}

class ArrayReader {
  readonly #text: string
  readonly #delimiter: string
  readonly #parse: (text: string) => unknown
  #at = 0

  constructor(text: string, delimiter: string, parse: (text: string) => unknown) {
    this.#text = text
    this.#delimiter = delimiter
    this.#parse = parse
  }

  /** The elements up to the end of this list, which is behind its opening brace. */
  list(): unknown[] {
    const elements: unknown[] = []
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at] as string
      if (char === '}') return elements
      if (char === '{') {
        this.#at += 1
        elements.push(this.list())
      } else if (char === '"') elements.push(this.#parse(this.#quoted()))
      else if (char !== this.#delimiter) this.#bare(elements)
    }
    return elements
  }

  /** Ends on the closing quotation mark. */
  #quoted(): string {
    let element = ''
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += 1) {
      if (this.#text[this.#at] === '\\') this.#at += 1
      element += this.#text[this.#at]
    }
    return element
  }

  /** Ends on the last character. What stands in front of a list are its bounds, and no element. */
  #bare(elements: unknown[]): void {
    const start = this.#at
    let end = start
    while (end < this.#text.length && !`${this.#delimiter}{}`.includes(this.#text[end] as string)) end += 1
    this.#at = end - 1
    if (this.#text[end] !== '{') elements.push(this.#parse(this.#text.slice(start, end)))
  }
}

/**
 * A parser of arrays that answers as that of postgres.js does: NULL is handed to the parser of the elements as text.
 *
 * @param element - of the type of the elements; undefined: they stay text
 */
export function arrayParser(element: Parser | undefined, arrayType: number): Parser {
  const parse = element ?? ((text: string) => text)
  const delimiter = delimiterOf(arrayType)
  return Object.assign((text: string) => new ArrayReader(text, delimiter, parse).list(), { array: true })
}

/**
 * Writes a list as an array; what is no list is left as it is.
 *
 * @param element - writes one element that is not null
 */
export function arrayText(
  value: unknown,
  element: (value: unknown) => string | null,
  arrayType: number,
): unknown {
  if (!Array.isArray(value)) return value
  const delimiter = delimiterOf(arrayType)
  const [first] = value
  if (Array.isArray(first) && !('type' in first && first.type)) {
    return `{${value.map((list) => arrayText(list, element, arrayType)).join(delimiter)}}`
  }
  const elements = value.map((each) => {
    const text = element(each)
    return text === null ? 'null' : `"${text.replace(/[\\"]/g, '\\$&')}"`
  })
  return `{${elements.join(delimiter)}}`
}
