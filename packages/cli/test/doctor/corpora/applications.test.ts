import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diagnose } from '../../../src/doctor/diagnose.js'
import { openSupabase } from '../../roads/databases/supabase.js'
import { readSql } from '../../roads/support/read-sql.js'
import { applications } from './applications.js'

let supabase: Awaited<ReturnType<typeof openSupabase>>
beforeAll(async () => {
  supabase = await openSupabase()
})
afterAll(() => supabase?.close())

/** Of conditions more may be found, of which one or two stand for all. */
const isOfObjects = (finding: string) => !finding.startsWith('3')

test.each(applications)('$name', async ({ file, platform, before = '', options, findings }) => {
  const database = await supabase.server.createDatabase('postgres')
  const client = new pg.Client(database.superuser)
  await client.connect()
  try {
    for (const part of platform ? ['public', 'auth'] : [])
      await client.query(readSql(`databases/supabase/${part}`))
    await client.query(`${before}; set role postgres`)
    await client.query(readFileSync(new URL(`./applications/${file}`, import.meta.url), 'utf8'))
    await client.query('reset role')
    const found = (await diagnose(client, options)).map(({ number, object }) => `${number} ${object}`)
    const known = Object.keys(findings)
    expect(found.filter(isOfObjects).sort()).toEqual(known.filter(isOfObjects).sort())
    expect(found).toEqual(expect.arrayContaining(known))
  } finally {
    await client.end()
  }
})
