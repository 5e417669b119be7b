import { Command } from 'commander'
import type pg from 'pg'
import { readAdoption } from '../adoption/read-adoption.js'
import type { Cli } from '../cli.js'
import { usageError } from '../cli-error.js'
import { withDatabase } from '../database/with-database.js'
import type { DiagnoseOptions } from '../doctor/options.js'
import { reportExplanation } from '../doctor/reports/report-explanation.js'
import { reportFindings } from '../doctor/reports/report-findings.js'
import { reportFixes } from '../doctor/reports/report-fixes.js'
import { addDoctorOptions, assertTogether, type DoctorOptions } from '../options/doctor.js'
import { readNames } from '../options/names.js'
import { readUrl } from '../options/url.js'
import { withKnownNames } from '../project/known-names.js'
import { asJson } from '../terminal/as-json.js'

const help = `
Exit code 1 when there are errors, or findings from --fail-on on, and when there are no tables to look at.
Nothing is changed: the catalogs are read in a read-only transaction, which any role may do. Only --sql tries its fixes,
in a transaction that is rolled back, and needs the rights for them.`

/** `rowauth doctor`: what in a live database makes row-level security ineffective, slow or broken? */
export function doctorCommand(cli: Cli): Command {
  return addDoctorOptions(new Command('doctor'))
    .description('Look through a database for what makes row-level security ineffective, slow or broken.')
    .addHelpText('after', help)
    .action(
      cli.action(async (given: DoctorOptions, command: Command) => {
        const options: DoctorOptions = {
          ...given,
          ...(command.optsWithGlobals().json === true ? { json: true } : {}),
        }
        assertTogether(options)
        readNames(options)
        const report = await withDatabase(readUrl(options, cli.terminal), async (client) => {
          const subject = await subjectOf(cli, client, options)
          try {
            if (options.explain !== undefined)
              return await reportExplanation(client, subject, options, options.explain)
            if (options.sql) return await reportFixes(client, subject, cli.terminal)
            return await reportFindings(client, subject, options, cli.terminal)
          } catch (cause) {
            if (!(cause instanceof RangeError)) throw cause
            throw usageError(cause, 'See rowauth doctor --help.')
          }
        })
        return options.format === 'json' ? asJson(report) : report
      }),
    )
}

/** What is to be looked at. What a database says of itself comes before what the project in this folder says. */
async function subjectOf(cli: Cli, client: pg.Client, options: DoctorOptions): Promise<DiagnoseOptions> {
  const { allowed, appRole, ignore } = options
  const adoption = await readAdoption(client, options)
  const { schema, roles } = adoption ? options : await withKnownNames(cli.terminal, options)
  return {
    ...(schema === undefined ? {} : { schema }),
    ...(roles === undefined ? {} : { roles }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(appRole === undefined ? {} : { appRole }),
    ...(ignore === undefined ? {} : { ignore }),
  }
}
