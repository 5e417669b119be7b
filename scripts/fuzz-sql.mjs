import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/** `pnpm fuzz:sql --minutes 10 [--seed 7]`: sends malformed requests to the `/sql` endpoint of neon-local. */
const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } })
const { minutes = '10', seed = String(Date.now() % 1_000_000) } = values
const env = { ...process.env, ROWAUTH_FUZZ_MINUTES: minutes, ROWAUTH_FUZZ_SEED: seed }
const vitest = ['vitest', 'run', '--project=neon-local', 'packages/neon-local/test/fuzz']
process.exitCode = spawnSync('npx', vitest, { env, stdio: 'inherit' }).status ?? 1
