import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diagnoseAll } from '../../src/doctor/diagnose.js'
import type { Finding } from '../../src/doctor/finding.js'
import type { DiagnoseOptions } from '../../src/doctor/options.js'
import { openNeonRls } from '../roads/databases/neon-rls.js'
import { openSupabase } from '../roads/databases/supabase.js'

/** Lints that look at conditions, which have tests of their own. */
const conditions = (finding: Finding) => finding.number >= 300 && finding.number < 400

/** Looks at a platform as its owner does who tries the command first, and runs every fix as that owner. */
async function asOwner(url: string, options: DiagnoseOptions = {}) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { circumstances, findings } = await diagnoseAll(client, options)
    const found = findings.filter((finding) => !conditions(finding))
    for (const { fix } of found) {
      await client.query('begin')
      await client.query(fix)
      await client.query('rollback')
    }
    return {
      circumstances,
      found: found.map(({ level, number, object }) => `${level} ${number} ${object}`),
      fixes: found,
    }
  } finally {
    await client.end()
  }
}

describe('a working database on Supabase', () => {
  let supabase: Awaited<ReturnType<typeof openSupabase>>
  let database: Awaited<ReturnType<typeof supabase.createDatabase>>
  beforeAll(async () => {
    supabase = await openSupabase()
    database = await supabase.createDatabase({ platformPolicies: true })
  })
  afterAll(() => supabase?.close())

  const everywhere = [
    ...['members', 'profiles', 'rooms'].map((table) => `warning 108 table public.${table}`),
    ...['members', 'profiles', 'rooms'].map((table) => `warning 111 table public.${table}`),
    'warning 112 tables that postgres makes in schema public',
    'info 113 tables that postgres makes in schema public',
  ]

  test('has no errors, and nothing of its owner or of Supabase is to be changed', async () => {
    const { circumstances, found, fixes } = await asOwner(database.owner)
    expect(circumstances).toEqual({
      connection: 'postgres',
      appRole: 'postgres',
      chosen: 'connection',
      administrator: true,
      tables: 3,
      policies: 8,
    })
    expect(found).toEqual([
      ...everywhere,
      `info 208 database ${database.name}`,
      'warning 210 role postgres',
      'warning 504 schema auth',
    ])
    const sql = fixes.map(({ fix }) => fix).join('\n')
    expect(sql).not.toMatch(/alter role|from postgres|service_role|supabase_|\b(?:auth|storage|realtime)\./)
    expect(sql).toContain('rowauth init --adopt')
  })

  test("who names Supabase's own login is told what it may take, and to use another", async () => {
    const { found, fixes } = await asOwner(database.owner, { appRole: 'authenticator' })
    expect(found).toEqual([
      ...everywhere,
      'error 204 role authenticator',
      `info 208 database ${database.name}`,
      'warning 504 schema auth',
    ])
    expect(fixes.find(({ number }) => number === 204)?.fix).toMatch(
      /^-- .* rowauth init makes rowauth_authenticator\.$/,
    )
  })

  test('who names its owner is told to use another', async () => {
    const { fixes } = await asOwner(database.owner, { appRole: 'postgres' })
    const login = fixes.filter(({ number }) => number > 200 && number < 300 && number !== 208)
    expect(login.map(({ number }) => number)).toEqual([202, 203, 204, 212])
    for (const { fix } of login) expect(fix).toMatch(/^-- .* rowauth init makes rowauth_authenticator\.$/)
  })
})

describe('a working database on Neon RLS', () => {
  let neon: Awaited<ReturnType<typeof openNeonRls>>
  beforeAll(async () => {
    neon = await openNeonRls()
  })
  afterAll(() => neon?.close())

  test('has no errors, and nothing of its owner is to be changed', async () => {
    const database = await neon.createDatabase()
    const { circumstances, found, fixes } = await asOwner(database.owner)
    expect(circumstances).toMatchObject({
      connection: 'neondb_owner',
      administrator: true,
      tables: 1,
      policies: 4,
    })
    expect(found).toEqual([
      'info 113 tables that neondb_owner makes in schema public',
      `info 208 database ${database.name}`,
      'warning 210 role neondb_owner',
      'warning 504 schema auth',
    ])
    expect(fixes.map(({ fix }) => fix).join('\n')).not.toMatch(/alter role|from neondb_owner|neon_superuser/)
  })
})
