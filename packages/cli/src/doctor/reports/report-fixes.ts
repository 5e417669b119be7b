import { composeFixes } from '../../fixing/compose-fixes.js'
import { fixScript } from '../../fixing/fix-script.js'
import type { Report } from '../../terminal/report.js'
import type { Terminal } from '../../terminal/terminal.js'
import type { DoctorClient } from '../doctor-client.js'
import type { DiagnoseOptions } from '../options.js'

/** `doctor --sql`: one script of all fixes. What it leaves is said beside it, as the script mostly goes into a file. */
export async function reportFixes(
  client: DoctorClient,
  options: DiagnoseOptions,
  terminal: Terminal,
): Promise<Report> {
  const fixes = await composeFixes(client, options)
  const { settled, undecided, denied } = fixes
  const script = fixScript(fixes)
  return {
    ok: denied.length === 0,
    json: { script, ...fixes },
    text: () => {
      const rest = [
        undecided.length > 0 && `${undecided.length} for you to decide, in its comments`,
        denied.length > 0 && `${denied.length} not for the role of this connection`,
      ].filter((part) => part !== false)
      terminal.writeErr(`${[`The script settles ${settled.length}`, ...rest].join('; ')}.\n`)
      return script
    },
  }
}
