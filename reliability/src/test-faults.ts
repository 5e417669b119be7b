import { parseArgs } from 'node:util'
import { clients } from './clients/index.js'
import { faultsTable, wrongOutcomes } from './faults/faults-report.js'
import { faults } from './faults/index.js'
import { runFaults } from './faults/run-faults.js'
import { replaceSection } from './report/sections.js'

// What runs is the calls alone: in development the first one is followed by a look at how the database is set up.
process.env.NODE_ENV ??= 'production'

const { values } = parseArgs({
  options: {
    /** Parts of names. */
    fault: { type: 'string', default: '' },
    client: { type: 'string', default: '' },
    /** Connections are cut at one byte in so many. */
    every: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const verdicts = await runFaults({
  faults: faults.filter(({ name }) => name.includes(values.fault)),
  clients: clients.filter(({ name }) => name.includes(values.client)),
  everyByte: Number(values.every),
  effort: values.short ? 'short' : 'whole',
  report({ fault, client, tries, wrong }, seconds) {
    const result = wrong.length === 0 ? 'ok' : `${wrong.length} WRONG`
    console.log(`${result}  ${client}: ${fault.name} (${tries} tries, ${seconds.toFixed(1)} s)`)
    for (const what of wrong.slice(0, 5)) console.log(`    ${what}`)
  },
})
console.log(`\n${faultsTable(verdicts)}`)
const wrong = wrongOutcomes(verdicts)
console.log(`\n${verdicts.reduce((sum, { tries }) => sum + tries, 0)} tries, ${wrong.length} wrong outcomes`)
if (values.write) await replaceSection('faults', faultsTable(verdicts))
process.exitCode = wrong.length === 0 ? 0 : 1
