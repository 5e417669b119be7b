import { readFileSync, writeFileSync } from 'node:fs'
import { everything } from './versions.js'

const { ROWAUTH_WRITE } = process.env

const page = 'docs/compatibility.md'

const markers = (name: string) => [`<!-- table: ${name} -->\n`, '<!-- end of table -->'] as const

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** The rows of a table of the page, without its head. */
function writtenRows(text: string, name: string): string[] {
  const [begin, end] = markers(name)
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from === -1 || to === -1) throw new Error(`${page} has no table "${name}".`)
  return text
    .slice(from + begin.length, to)
    .trim()
    .split('\n')
    .slice(2)
}

/** One of the tables of docs/compatibility.md, as this run finds it. */
export class CompatibilityTable {
  readonly #name: string
  readonly #head: readonly string[]
  readonly #rows: string[] = []

  constructor(name: string, head: readonly string[]) {
    this.#name = name
    this.#head = head
  }

  add(...cells: string[]): void {
    this.#rows.push(line(cells))
  }

  /**
   * The rows that were found and those that the page has, to compare. A run of everything compares all rows; with
   * `ROWAUTH_WRITE` it writes them first.
   */
  compare(): { found: string[]; written: string[] } {
    let text = readFileSync(page, 'utf8')
    if (everything && ROWAUTH_WRITE !== undefined) {
      const [begin, end] = markers(this.#name)
      const from = text.indexOf(begin) + begin.length
      const table = [line(this.#head), line(this.#head.map(() => '---')), ...this.#rows].join('\n')
      text = `${text.slice(0, from)}${table}\n${text.slice(text.indexOf(end, from))}`
      writeFileSync(page, text)
    }
    const written = writtenRows(text, this.#name)
    const found = this.#rows
    return { found, written: everything ? written : written.filter((row) => found.includes(row)) }
  }
}
