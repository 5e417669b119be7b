import { resolve } from 'node:path'
import type { DoctorOptions } from '../../options/doctor.js'
import { packageVersion } from '../../package-version.js'
import type { Report } from '../../terminal/report.js'
import type { Terminal } from '../../terminal/terminal.js'
import { diagnoseAll } from '../diagnose.js'
import type { DoctorClient } from '../doctor-client.js'
import type { Finding } from '../finding.js'
import { lints } from '../generated.js'
import type { DiagnoseOptions } from '../options.js'
import { compareWith, readBaseline, writeBaseline } from '../output/baseline.js'
import type { Diagnosis } from '../output/diagnosis.js'
import { fails } from '../output/fail-on.js'
import { githubLines } from '../output/github.js'
import { countOf } from '../output/levels.js'
import { pageOf } from '../output/page-of.js'
import { sarifLog } from '../output/sarif.js'
import { diagnosisLines } from '../output/show-diagnosis.js'

/** `doctor`: what is found, in one of the formats. */
export async function reportFindings(
  client: DoctorClient,
  subject: DiagnoseOptions,
  options: DoctorOptions,
  terminal: Terminal,
): Promise<Report> {
  const { failOn = 'error', format = 'text', verbose = false } = options
  const { circumstances, findings: all, ignored } = await diagnoseAll(client, subject)
  const found = await compared(all, options, terminal)
  const isEmpty = circumstances.tables === 0 && failOn !== 'never'
  const ok = !isEmpty && !fails(found.findings, failOn)
  const diagnosis: Diagnosis = { circumstances, ...found, ignored, ok }
  const { findings, known, gone } = found
  return {
    ok,
    json: {
      circumstances,
      count: countOf(findings),
      findings: findings.map(withPage),
      ignored: ignored.map(withPage),
      ...(options.baseline === undefined ? {} : { known: known.length, gone }),
    },
    text: (style) => {
      if (format === 'github') return githubLines(diagnosis)
      if (format === 'sarif')
        return `${JSON.stringify(sarifLog(diagnosis, lints, packageVersion), null, 2)}\n`
      return diagnosisLines(diagnosis, { style, columns: terminal.columns, verbose })
    },
  }
}

function withPage<Found extends Finding>(finding: Found): Found & { page: string } {
  return { ...finding, page: pageOf(finding.number) }
}

/** What is found beside the baseline, which is written first where that is asked for. */
async function compared(
  findings: readonly Finding[],
  { baseline, writeBaseline: isWritten, ignore = [] }: DoctorOptions,
  { cwd }: Terminal,
): Promise<Pick<Diagnosis, 'findings' | 'known' | 'gone'>> {
  if (baseline === undefined) return { findings, known: [], gone: [] }
  const path = resolve(cwd, baseline)
  if (isWritten) await writeBaseline(path, findings)
  return compareWith(await readBaseline(path), findings, ignore)
}
