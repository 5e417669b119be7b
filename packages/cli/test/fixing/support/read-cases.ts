import { readdirSync } from 'node:fs'
import type { LintCases } from '../../doctor/support/lint-case.js'

const folder = new URL('../../doctor/cases/', import.meta.url)

/** The faults of every lint that the application's verification has, for one major version. */
export async function readFaults(version: number) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const suites = await Promise.all(
    files.sort().map(async (file) => {
      const { cases }: { cases: LintCases } = await import(new URL(file, folder).href)
      return cases.verification === 'database' ? [] : cases.faults.map((fault) => ({ ...fault, file }))
    }),
  )
  return suites
    .flat()
    .filter(({ since = 0, until = version }) => version >= since && version <= until)
    .filter(({ options }) => options?.schema === undefined && options?.roles === undefined)
}

export type Fault = Awaited<ReturnType<typeof readFaults>>[number]
