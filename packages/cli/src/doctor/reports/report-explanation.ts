import { explainTable } from '../../explaining/explain-table.js'
import { explanationLines, isSound } from '../../explaining/show-explanation.js'
import type { DoctorOptions } from '../../options/doctor.js'
import type { Report } from '../../terminal/report.js'
import { readSubject } from '../diagnose.js'
import type { DoctorClient } from '../doctor-client.js'
import type { DiagnoseOptions } from '../options.js'

/** `doctor --explain`: how the policies of one table are evaluated. */
export async function reportExplanation(
  client: DoctorClient,
  options: DiagnoseOptions,
  { as, claims }: DoctorOptions,
  table: string,
): Promise<Report> {
  const [role = 'authenticated'] = as === undefined ? (await readSubject(client, options)).queryRoles : [as]
  const explanation = await explainTable(client, { table, role, claims })
  return {
    ok: isSound(explanation),
    json: { ...explanation },
    text: (style) => explanationLines(explanation, style),
  }
}
