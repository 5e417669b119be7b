/** What ends an element that is not in quotes (PostgreSQL manual, section 8.15.6). */
const ends = { ',': /[{},]/g, ';': /[{};]/g }

/**
 * The JSON text of an array, in a time that grows with its length alone.
 *
 * @param text - as PostgreSQL writes it, perhaps with its bounds in front: `[0:1]={1,2}`
 * @param separator - between elements: a semicolon for `box`, a comma for every other type
 * @param elementJson - the JSON text of an element's own text
 */
export function arrayJson(text: string, separator: ',' | ';', elementJson: (text: string) => string): string {
  const end = ends[separator]
  let json = ''
  let at = text.indexOf('{')
  while (at < text.length) {
    const character = text[at] as string
    if (character === '{' || character === '}') {
      json += character === '{' ? '[' : ']'
      at += 1
    } else if (character === separator) {
      json += ','
      at += 1
    } else if (character === '"') {
      const closing = closingQuote(text, at)
      json += elementJson(text.slice(at + 1, closing).replace(/\\(.)/gs, '$1'))
      at = closing + 1
    } else {
      end.lastIndex = at
      const next = end.exec(text)?.index ?? text.length
      const element = text.slice(at, next)
      json += element === 'NULL' ? 'null' : elementJson(element)
      at = next
    }
  }
  return json
}

function closingQuote(text: string, opening: number): number {
  let at = opening + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
