import { type Command, Option } from 'commander'
import { CliError } from '../cli-error.js'
import { type FailOn, failureLevels } from '../doctor/output/fail-on.js'
import { collect } from './collect.js'
import { addNameOptions, type NameOptions } from './names.js'
import { type UrlOptions, urlOption } from './url.js'

/** What `rowauth doctor` prints. */
export const formats = ['text', 'json', 'sarif', 'github'] as const

/** What commander makes of the options of {@link addDoctorOptions}. */
export interface DoctorOptions extends NameOptions, UrlOptions {
  readonly json?: true
  readonly allowed?: readonly string[]
  readonly appRole?: string
  readonly ignore?: readonly number[]
  readonly failOn?: FailOn
  readonly format?: (typeof formats)[number]
  readonly verbose?: true
  readonly baseline?: string
  readonly writeBaseline?: true
  readonly sql?: true
  readonly explain?: string
  readonly as?: string
  readonly claims?: Readonly<Record<string, unknown>>
}

/** Adds the options of `rowauth doctor`. */
export function addDoctorOptions(command: Command): Command {
  return addNameOptions(command.addOption(urlOption()))
    .option('--allowed <role>', 'further role that queries run as; may be repeated', collect)
    .option(
      '--app-role <role>',
      "role that the application logs in as (default: that of the connection, or beside an administrator's the login role of the auth schema)",
    )
    .addOption(
      new Option('--ignore <numbers>', 'lints to leave out, as in 306,307; may be repeated').argParser(
        readNumbers,
      ),
    )
    .addOption(
      new Option('--fail-on <level>', 'exit code 1 from this level on (default: error)').choices(
        failureLevels,
      ),
    )
    .addOption(new Option('--format <format>', 'what is printed (default: text)').choices(formats))
    .option('--verbose', 'why each finding matters, and the SQL that fixes it')
    .option('--baseline <file>', 'leave out the findings that this file holds')
    .option('--write-baseline', 'write the findings to the file of --baseline')
    .option('--sql', 'print one script of all fixes; they are tried in a transaction that is rolled back')
    .option('--explain <table>', 'show how policies of a table are evaluated, and whether indexes are used')
    .option('--as <role>', 'with --explain: role of the query (default: that of signed-in users)')
    .addOption(new Option('--claims <json>', 'with --explain: claims of the user').argParser(readClaims))
}

/** Options that say what is done; each excludes what is not listed with it. */
const modes = {
  explain: ['as', 'claims'],
  sql: ['allowed', 'appRole', 'ignore'],
} as const

const always = ['url', 'schema', 'roles', 'json', 'debug', 'format']

/** @throws {CliError} `usage` for options that say nothing together */
export function assertTogether(options: DoctorOptions): void {
  const given = Object.keys(options).filter((key) => !always.includes(key))
  for (const [mode, others] of Object.entries(modes) as [keyof typeof modes, readonly string[]][]) {
    if (options[mode] === undefined) continue
    const other = given.find((key) => key !== mode && !others.includes(key))
    if (other !== undefined) throw excluded(`--${mode}`, flag(other))
    if (options.format !== undefined && !['text', 'json'].includes(options.format)) {
      throw excluded(`--${mode}`, `--format ${options.format}`)
    }
  }
  const lonely = modes.explain.find((key) => options[key] !== undefined && options.explain === undefined)
  if (lonely !== undefined) throw needed(flag(lonely), '--explain <table>')
  if (options.writeBaseline && options.baseline === undefined)
    throw needed('--write-baseline', '--baseline <file>')
  if (options.json && options.format !== undefined && options.format !== 'json') {
    throw excluded('--json', `--format ${options.format}`)
  }
  const isText = !options.json && (options.format ?? 'text') === 'text'
  if (options.verbose && !isText)
    throw excluded('--verbose', options.json ? '--json' : `--format ${options.format}`)
}

function flag(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function excluded(one: string, other: string): CliError {
  return new CliError('usage', `The options ${one} and ${other} exclude each other.`, {
    hint: 'See rowauth doctor --help.',
  })
}

function needed(one: string, other: string): CliError {
  return new CliError('usage', `The option ${one} needs ${other}.`, { hint: 'See rowauth doctor --help.' })
}

function readNumbers(text: string, previous: readonly number[] = []): number[] {
  if (!/^\d{3}(,\d{3})*$/.test(text)) {
    throw new CliError('usage', 'The option --ignore takes the numbers of lints.', {
      hint: 'Write --ignore 306,307.',
    })
  }
  return [...previous, ...text.split(',').map(Number)]
}

function readClaims(text: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(text)
    if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) return { ...claims }
  } catch {
    // The same answer as to what is JSON and no object.
  }
  throw new CliError('usage', 'The option --claims takes a JSON object.', {
    hint: `Write --claims '{"sub":"…"}'.`,
  })
}
