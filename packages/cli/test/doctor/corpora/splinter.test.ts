import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/doctor/finding.js'
import { lints } from '../../../src/doctor/generated.js'
import { resolveOptions } from '../../../src/doctor/options.js'
import { findAdoption } from '../../../src/doctor/presumed-adoption.js'
import { runLints } from '../../../src/doctor/run-lints.js'
import { openSupabase } from '../../roads/databases/supabase.js'
import { readSql } from '../../roads/support/read-sql.js'
import type { CorpusState } from './corpus-state.js'
import { splinterExposure } from './splinter-exposure.js'
import { splinterPolicies, splinterUnrelated } from './splinter-policies.js'

const numbers = lints.map(({ number }) => number)
let supabase: Awaited<ReturnType<typeof openSupabase>>
let client: pg.Client
/** What is said of an empty project already. */
let known: Set<string>

beforeAll(async () => {
  supabase = await openSupabase()
  const database = await supabase.server.createDatabase('postgres')
  client = new pg.Client(database.superuser)
  await client.connect()
  for (const part of ['public', 'auth', 'storage', 'realtime']) {
    await client.query(readSql(`databases/supabase/${part}`))
  }
  known = new Set((await find('select')).map(named))
})

afterAll(async () => {
  await client?.end()
  await supabase?.close()
})

const named = ({ number, object }: Finding) => `${number} ${object}`

async function find(sql: string): Promise<Finding[]> {
  await client.query('begin; set local role postgres')
  try {
    await client.query(`${sql}; reset role; set local search_path = ''`)
    return await runLints(client, resolveOptions({}, numbers, await findAdoption(client, {})))
  } finally {
    await client.query('rollback')
  }
}

/** Supabase's default privileges give these on every table of `public`. */
const onEveryTable: ReadonlySet<number> = new Set([108, 111])
/** Other lints may have to say something of the same condition, too. */
const isOfConditions = (finding: string) => finding.startsWith('3')

describe.each<[string, readonly CorpusState[]]>([
  ['exposure', splinterExposure],
  ['policies', splinterPolicies],
  ['unrelated', splinterUnrelated],
])("splinter's states: %s", (_, states) => {
  test.each(states)('$lint: $state', async ({ sql, finds, silent }) => {
    const found = (await find(sql))
      .filter(({ number }) => !onEveryTable.has(number))
      .map(named)
      .filter((finding) => !known.has(finding))
    expect(found).toEqual(expect.arrayContaining([...finds]))
    const isMissed = typeof silent === 'object' && 'missed' in silent
    const others = found.filter((finding) => !finds.includes(finding))
    expect(others.filter((finding) => (finds.length === 0 && !isMissed) || !isOfConditions(finding))).toEqual(
      [],
    )
  })
})
