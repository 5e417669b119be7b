import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * `pnpm fuzz:policies --minutes 10 [--seed 7] [--only rows|kits]`: random policies, rows and commands, and random edits
 * through both kits. Each half runs on both majors of Drizzle, one after the other, and has its share of the minutes.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
})
const halves = ['rows', 'kits'].filter((half) => values.only === undefined || values.only === half)
if (halves.length === 0) throw new TypeError('--only takes "rows" or "kits".')
const minutes = Number(values.minutes)
if (!(minutes >= 0)) throw new TypeError('--minutes takes a number.')

const env = {
  ...process.env,
  ROWAUTH_FUZZ_MINUTES: String(minutes / halves.length / 2),
  ROWAUTH_FUZZ_SEED: values.seed,
  // Unlike the option of the same name it holds for the projects as well.
  VITEST_MAX_WORKERS: '1',
}
const files = halves.map((half) => `packages/drizzle/test/fuzz/${half}`)
// One major after the other, and one half after the other.
for (const project of ['drizzle 0.45', 'drizzle 1.0']) {
  const options = [`--project=${project}`, '--disable-console-intercept']
  const { status } = spawnSync('npx', ['vitest', 'run', ...files, ...options], { env, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
