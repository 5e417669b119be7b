import { expect, it } from 'vitest'
import type { TrustMode } from '../src/bench/bench.js'
import { clients } from '../src/clients/index.js'
import { faults } from '../src/faults/index.js'
import { runFaults } from '../src/faults/run-faults.js'

/** What takes seconds and no more; `pnpm test:faults` tries all of it, in both trust modes. */
const short =
  /^(statement that fails|deferred|serialisation|backend terminated|the same|connection cut at every|pool exhausted)/

/** One trust mode a client, in turn: what differs between them is the same for every client. */
const modeOf = (index: number): TrustMode => (index % 2 === 0 ? 'database' : 'application')

it.each(clients.map((client, index) => ({ name: client.name, client, mode: modeOf(index) })))(
  '$name tells each fault once, and keeps what was committed, and nothing else',
  async ({ client, mode }) => {
    const verdicts = await runFaults({
      faults: faults.filter(({ name }) => short.test(name)),
      clients: [client],
      effort: 'short',
      modes: [mode],
    })
    expect(verdicts.flatMap(({ fault, wrong }) => wrong.map((what) => `${fault.name}: ${what}`))).toEqual([])
    expect(verdicts.length).toBeGreaterThan(1)
    expect(verdicts.every(({ tries }) => tries > 0)).toBe(true)
  },
  300_000,
)
