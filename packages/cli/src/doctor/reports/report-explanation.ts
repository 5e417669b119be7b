import { explainTable } from '../../explaining/explain-table.js'
import { explanationLines, isSound } from '../../explaining/show-explanation.js'
import type { DoctorOptions } from '../../options/doctor.js'
import type { Report } from '../../terminal/report.js'
import type { DoctorClient } from '../doctor-client.js'
import { type DiagnoseOptions, resolveOptions } from '../options.js'
import { findAdoption } from '../presumed-adoption.js'

/** `doctor --explain`: how the policies of one table are evaluated. */
export async function reportExplanation(
  client: DoctorClient,
  options: DiagnoseOptions,
  { as, claims }: DoctorOptions,
  table: string,
): Promise<Report> {
  const [role = 'authenticated'] =
    as === undefined
      ? resolveOptions(options, undefined, await findAdoption(client, options)).queryRoles
      : [as]
  const explanation = await explainTable(client, { table, role, claims })
  return {
    ok: isSound(explanation),
    json: { ...explanation },
    text: (style) => explanationLines(explanation, style),
  }
}
