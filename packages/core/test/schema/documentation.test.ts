import { readFile } from 'node:fs/promises'
import { authSchemaSql } from '@rowauth/core'
import { startPostgres } from '@rowauth/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { column, dropRoles, ownRoles, withClient } from './support/database.js'

const page = await readFile(new URL('../../../../docs/auth-schema.md', import.meta.url), 'utf8')
const samples = (language: string) =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, tag]) => tag === language)
    .map(([, , code = '']) => code)

test('the SQL on the page runs, in its order', async () => {
  await using server = await startPostgres()
  const roles = ownRoles()
  const app = roles.authenticator.replace('authenticator', 'app')
  const named = (code: string) =>
    Object.entries({ ...roles, app }).reduce(
      (text, [name, own]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), own),
      code,
    )
  try {
    await withClient(server.connectionString, async (client) => {
      await client.query(authSchemaSql({ roles }))
      const [policies = '', login = '', otherLogin = '', version = ''] = samples('sql')
      await client.query(named(`${policies} ${login} ${otherLogin}`))
      expect(await column(client, version)).toEqual([/^-- (.*)$/m.exec(version)?.[1]])
    })
  } finally {
    await dropRoles([server.connectionString], [...Object.values(roles), app])
  }
})

test('the TypeScript on the page is what this file runs', async () => {
  await using server = await startPostgres()
  const client = new pg.Client(server.connectionString)
  await client.connect()
  // #region install
  await client.query(authSchemaSql())
  // #endregion install
  // #region names
  const script = authSchemaSql({
    schema: 'app_auth',
    roles: { authenticated: 'member', anonymous: 'visitor', authenticator: 'web' },
  })
  // #endregion names
  expect(await column(client, 'select auth.user_id()')).toEqual([null])
  await client.end()
  expect(script).toContain('"app_auth".user_id()')

  const source = (await readFile(new URL(import.meta.url), 'utf8')).replace(/^ {2}/gm, '')
  expect(samples('ts')).toHaveLength(2)
  for (const code of samples('ts')) expect(source).toContain(code)
})
