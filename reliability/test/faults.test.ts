import { describe, expect, it } from 'vitest'
import { clients } from '../src/clients/index.js'
import { faults } from '../src/faults/index.js'
import { runFaults } from '../src/faults/run-faults.js'

/** What takes its time, and `pnpm test:faults` tries. */
const long = /standby|disk|lies|migration between|timeout|under load|held open|stands still|opened|cancelled/

const short = faults.filter(({ name }) => !long.test(name))

describe.each(clients)('$name', (client) => {
  it('tells each fault once, and keeps what was committed, and nothing else', async () => {
    const verdicts = await runFaults({ faults: short, clients: [client], effort: 'short' })
    expect(verdicts.flatMap(({ fault, wrong }) => wrong.map((what) => `${fault.name}: ${what}`))).toEqual([])
    expect(verdicts.every(({ tries }) => tries > 0)).toBe(true)
  }, 300_000)
})
