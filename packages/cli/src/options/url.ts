import { Option } from 'commander'
import { CliError } from '../cli-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** What commander makes of {@link urlOption}: `true` for an option without a value. */
export interface UrlOptions {
  readonly url?: string | true
}

/** `--url [connection]`. Without a value the connection string is that of DATABASE_URL, which no process list shows. */
export function urlOption(): Option {
  return new Option('--url [connection]', 'connection string of the database; without a value: $DATABASE_URL')
}

/**
 * The connection string that was given.
 *
 * @throws {CliError} `usage` when there is none
 */
export function readUrl({ url }: UrlOptions, { env }: Terminal): string {
  const connection = url === true ? env.DATABASE_URL : url
  if (connection === undefined || connection === '') {
    throw new CliError('usage', 'This needs a database.', {
      hint:
        url === true
          ? 'Set DATABASE_URL, or write the connection string after --url.'
          : 'Add --url with a connection string, or --url alone to use DATABASE_URL.',
    })
  }
  return connection
}
