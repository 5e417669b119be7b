import { readdirSync } from 'node:fs'
import { authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lints } from '../../../src/doctor/generated.js'
import { resolveOptions } from '../../../src/doctor/options.js'
import { runLints } from '../../../src/doctor/run-lints.js'
import type { LintCases } from '../support/lint-case.js'
import { type OwnServer, startOwnServer } from '../support/own-server.js'
import { soundSchema } from '../support/sound-database.js'
import { type Fault, isCombinable, pick, randomFrom } from './random-faults.js'

const numbers = lints.map(({ number }) => number)
const folder = new URL('../cases/', import.meta.url)
const faults: Fault[] = []
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
  const [, digits] = /(\d+)-[^/]*\.ts$/.exec(file) ?? []
  if (digits === undefined) continue
  const { cases }: { cases: LintCases } = await import(new URL(file, folder).href)
  if (cases.verification !== undefined) continue
  faults.push(...cases.faults.map((each) => ({ ...each, number: Number(digits) })).filter(isCombinable))
}

const runs = Number(process.env.ROWAUTH_RUNS ?? 12)
const first = Number(process.env.ROWAUTH_SEED ?? 1)
const seeds = Array.from({ length: runs }, (_, i) => first + i)

let own: OwnServer
beforeAll(async () => {
  own = await startOwnServer(authSchemaSql())
})
afterAll(() => own?.[Symbol.asyncDispose]())

const find = () => runLints(own.client, resolveOptions({ appRole: 'authenticator' }, numbers))

test.each(seeds)('seed %i: as many faults as were made, and no others', async (seed) => {
  const { client } = own
  const random = randomFrom(seed)
  const picked = pick(faults, 2 + Math.floor(random() * 5), random)
  await client.query("begin; set local search_path = ''")
  try {
    await client.query(soundSchema)
    const made: Fault[] = []
    for (const fault of picked) {
      await client.query('savepoint before')
      try {
        await client.query(`${fault.given ?? ''};${fault.fault}`)
        made.push(fault)
      } catch {
        // Two that use the same name cannot be in one database.
        await client.query('rollback to before')
      }
    }
    const found = (await find()).map(({ number, object }) => `${number} ${object}`)
    const expected = made.flatMap(({ number, finds }) => finds.map((object) => `${number} ${object}`))
    expect(found.sort(), made.map(({ number, name }) => `${number} ${name}`).join(', ')).toEqual(
      expected.sort(),
    )
  } finally {
    await client.query('rollback')
  }
})

test('there is something to combine', () => {
  expect(new Set(faults.map(({ number }) => number)).size).toBeGreaterThan(15)
})
