import { readFile } from 'node:fs/promises'
import { authSchemaSql } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invoices } from '../../../drizzle/test/service-access/schema.js'
import { startServiceDatabase } from '../../../drizzle/test/service-access/service-database.js'
import { grantStatements } from '../../src/grants/grant-statements.js'
import { rowauth } from '../support/run.js'
import { type OwnServer, startOwnServer } from './support/own-server.js'

/** What docs/service-access.md has for the role of jobs. */
const script = new URL('../../../drizzle/test/service-access/service-role.sql', import.meta.url)

const table = `
create table invoices (id int primary key, user_id text not null, state text not null);
create index on invoices (user_id);
alter table invoices enable row level security;
revoke temporary on database postgres from public;
`
const policies = `
create policy own on invoices to authenticated
  using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);
create policy jobs on invoices for select to service using (true);
grant select, insert, update, delete on invoices to authenticated;
grant select on invoices to service;
`

let own: OwnServer
let client: pg.Client
beforeAll(async () => {
  own = await startOwnServer(authSchemaSql() + table, await readFile(script, 'utf8'), policies)
  client = own.client
})
afterAll(() => own?.[Symbol.asyncDispose]())

async function found(...args: string[]): Promise<string[]> {
  const { findings } = (
    await rowauth(['doctor', '--url', own.server.connectionString, '--json', ...args])
  ).json()
  return (findings as { number: number; object: string; detail: string }[]).map(
    ({ number, object, detail }) => `${number} ${object}: ${detail}`,
  )
}

const web = ['--app-role', 'authenticator']
const worker = ['--app-role', 'worker', '--roles', 'authenticated=service']

test('logins of their own are sound, and an application that takes the role has to say so', async () => {
  expect(await found(...web)).toEqual([])
  // Jobs have no visitors.
  expect(await found(...worker)).toEqual(['207 role worker: it may not take anonymous'])
  await client.query('grant service to authenticator')
  expect(await found(...web)).toEqual(['204 role authenticator: it may take service'])
  expect(await found(...web, '--allowed', 'service')).toEqual([])
  await client.query('revoke service from authenticator')
})

test('a service role that policies do not hold for is an error', async () => {
  await client.query('alter role service bypassrls')
  expect(await found(...worker)).toContainEqual('206 role service: it has BYPASSRLS')
  await client.query('alter role service nobypassrls')
})

test('`rowauth grants` grants it nothing: that is the script’s', async () => {
  await client.query('revoke all on invoices from service')
  const names = {
    schema: 'auth',
    authenticated: 'authenticated',
    anonymous: 'anonymous',
    authenticator: 'authenticator',
  }
  for (const statement of grantStatements(names as Parameters<typeof grantStatements>[0]))
    await client.query(statement)
  const { rows } = await client.query(`select has_table_privilege('service', 'invoices', 'select') as may`)
  expect(rows).toEqual([{ may: false }])
  expect(await found(...worker)).toContainEqual('105 table public.invoices: service may not select')
})

test('what the page has makes no finding beyond hints', async () => {
  const database = await startServiceDatabase({ invoices })
  try {
    const { connectionString = '' } = database.owner.options
    const beyondHints = async (...args: string[]) => {
      const result = await rowauth(['doctor', '--url', connectionString, '--json', ...args])
      const { findings } = result.json() as { findings: { number: number; level: string }[] }
      return findings.filter(({ level }) => level !== 'info').map(({ number }) => number)
    }
    expect(await beyondHints(...web)).toEqual([])
    expect(await beyondHints(...worker)).toEqual([207])
  } finally {
    await database.close()
  }
})
