import { Command, Option } from 'commander'
import { readAdoption } from '../adoption/read-adoption.js'
import type { Cli } from '../cli.js'
import { CliError, usageError } from '../cli-error.js'
import { withDatabase } from '../database/with-database.js'
import { diagnose } from '../doctor/diagnose.js'
import type { Finding } from '../doctor/finding.js'
import { countOf, diagnosisLines } from '../doctor/show-diagnosis.js'
import { collect } from '../options/collect.js'
import { addNameOptions, type NameOptions, readNames } from '../options/names.js'
import { readUrl, type UrlOptions, urlOption } from '../options/url.js'
import { withKnownNames } from '../project/known-names.js'

interface DoctorOptions extends NameOptions, UrlOptions {
  readonly allowed?: readonly string[]
  readonly appRole?: string
  readonly ignore?: readonly number[]
  readonly strict?: true
}

/** Lints that look at the role that the application logs in as. */
const aboutLogin: ReadonlySet<number> = new Set([104, 201, 202, 203, 204, 205, 207, 209, 606])

const help = `
Exit code 1 when there are errors; with --strict also when there are warnings. Nothing is changed: the catalogs are
read in a read-only transaction, which any role may do.`

/** `rowauth doctor`: what in a live database makes row-level security ineffective, slow or broken? */
export function doctorCommand(cli: Cli): Command {
  return addNameOptions(new Command('doctor').addOption(urlOption()))
    .description('Look through a database for what makes row-level security ineffective, slow or broken.')
    .option('--allowed <role>', 'further role that queries run as; may be repeated', collect)
    .option('--app-role <role>', 'role that the application logs in as (default: the role of the connection)')
    .addOption(
      new Option('--ignore <numbers>', 'lints to leave out, as in 306,307; may be repeated').argParser(
        readNumbers,
      ),
    )
    .option('--strict', 'fail on warnings too')
    .addHelpText('after', help)
    .action(
      cli.action(async ({ allowed, appRole, ignore, strict, ...options }: DoctorOptions) => {
        readNames(options)
        const findings = await withDatabase(readUrl(options, cli.terminal), async (client) => {
          // What a database says of itself comes before what the project in this folder says.
          const adoption = await readAdoption(client, options)
          const { schema, roles } = adoption ? options : await withKnownNames(cli.terminal, options)
          try {
            return await diagnose(client, {
              ...(schema === undefined ? {} : { schema }),
              ...(roles === undefined ? {} : { roles }),
              ...(allowed === undefined ? {} : { allowed }),
              ...(appRole === undefined ? {} : { appRole }),
              ...(ignore === undefined ? {} : { ignore }),
            })
          } catch (cause) {
            if (!(cause instanceof RangeError)) throw cause
            throw usageError(cause, 'See rowauth doctor --help.')
          }
        })
        const count = countOf(findings)
        return {
          ok: count.error === 0 && !(strict === true && count.warning > 0),
          json: { count, findings },
          text: (style) =>
            diagnosisLines(findings, style) + (appRole === undefined ? roleHint(findings) : ''),
        }
      }),
    )
}

/** Whoever migrates the database may do more than the application, and mostly connects with this command too. */
function roleHint(findings: readonly Finding[]): string {
  return findings.some(({ number }) => aboutLogin.has(number))
    ? 'Does the application log in as another role than this connection? Name it with --app-role.\n'
    : ''
}

function readNumbers(text: string, previous: readonly number[] = []): number[] {
  if (!/^\d{3}(,\d{3})*$/.test(text)) {
    throw new CliError('usage', 'The option --ignore takes the numbers of lints.', {
      hint: 'Write --ignore 306,307.',
    })
  }
  return [...previous, ...text.split(',').map(Number)]
}
