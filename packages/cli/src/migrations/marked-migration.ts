import { createHash } from 'node:crypto'

/** A migration that rowauth wrote: a header that tells what it is, then SQL. */
export interface MarkedMigration {
  /** What it is: `auth schema`, `adoption`. */
  readonly title: string
  readonly version: number
  /** One line of JSON. */
  readonly options: string
  /** The SQL below the header, with plain line ends. */
  readonly body: string
}

const header =
  /^-- rowauth ([a-z ]+), version (\d{1,6})\n(?:-- .*\n)*?-- options: (\{.*\})\n-- sha256: ([0-9a-f]{64})\n/

/** The text of a migration. */
export function renderMarked({ title, version, options, body }: MarkedMigration): string {
  return `-- rowauth ${title}, version ${version}
-- Written by the command rowauth. Leave it as it is; "rowauth check" compares it.
-- options: ${options}
-- sha256: ${sha256(body)}

${body}
`
}

/**
 * Reads a migration that {@link renderMarked} wrote; undefined for any other. `isIntact` says whether the SQL is still
 * what the header's hash was made of.
 */
export function parseMarked(text: string): (MarkedMigration & { readonly isIntact: boolean }) | undefined {
  // Git may have given the file the line ends of Windows.
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const [head, title = '', version, options = '', hash] = header.exec(plain) ?? []
  if (head === undefined) return undefined
  const body = plain.slice(head.length).trim()
  return { title, version: Number(version), options, body, isIntact: sha256(body) === hash }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
