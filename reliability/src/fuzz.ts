import { parseArgs } from 'node:util'
import { targets } from './fuzz/index.js'
import { runFuzz, seedsFrom } from './fuzz/run-fuzz.js'

// What runs is the calls alone: in development the first one is followed by a look at how the database is set up.
process.env.NODE_ENV ??= 'production'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})

const [name = 'all'] = positionals
const chosen = targets.filter((target) => name === 'all' || target.name === name)
if (chosen.length === 0) {
  throw new TypeError(`Choose one of: all, ${targets.map((target) => target.name).join(', ')}.`)
}
const length = Number(values.minutes) * 60_000
for (const target of chosen) {
  const start = performance.now()
  const over = () => performance.now() - start > length
  const { attempts, answered, findings } = await runFuzz(target, {
    seeds: seedsFrom(Number(values.seed)),
    over,
  })
  console.log(
    `${target.name}: ${attempts} inputs from seed ${values.seed} on, ${answered} taken for sound, ${findings.length} findings`,
  )
  for (const { seed, what } of findings) console.log(`  seed ${seed}: ${what}`)
  if (findings.length > 0) process.exitCode = 1
}
