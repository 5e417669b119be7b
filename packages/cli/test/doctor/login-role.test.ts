import { authSchemaSql } from '@rowauth/core'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { diagnose } from '../../src/doctor/diagnose.js'
import { type OwnServer, startOwnServer } from './support/own-server.js'
import { soundSchema } from './support/sound-database.js'

let own: OwnServer
let client: pg.Client

// A server of its own: its pg_hba.conf is changed.
beforeAll(async () => {
  own = await startOwnServer(`${authSchemaSql()} ${soundSchema}
    create role web login noinherit password 'secret';
    grant authenticated, anonymous to web;
    create role reader login password 'reads'`)
  client = own.client
})

afterAll(() => own?.[Symbol.asyncDispose]())

/** The rules are read from the file when they are asked for; connections that are open do not mind them. */
async function writeRules(...lines: string[]): Promise<void> {
  const { rows } = await client.query(`select current_setting('hba_file') as file`)
  const values = lines.map((line) => `(${pg.escapeLiteral(line)})`).join(', ')
  await client.query(`copy (values ${values}) to ${pg.escapeLiteral(rows[0].file)}`)
}

beforeEach(() => writeRules('host all all all scram-sha-256'))

async function found(as = client): Promise<string[]> {
  const findings = await diagnose(as, { appRole: 'web' })
  return findings.map(({ number, level, object }) => `${level} ${number} ${object}`)
}

test.each([
  ['host postgres web all md5'],
  ['host sameuser +authenticated all password'],
  ['host all /^w all scram-sha-256'],
])('a password that is asked for by %s is found', async (rule) => {
  await writeRules(rule)
  expect(await found()).toEqual(['info 209 role web'])
})

test.each([
  [['hostssl all all all cert']],
  [['local all all peer', 'host all postgres all scram-sha-256']],
  [['host other web all scram-sha-256']],
  [['host replication all all scram-sha-256']],
])('a password that %j never asks for is not', async (rules) => {
  await writeRules(...rules)
  expect(await found()).toEqual([])
})

test('who may not read it is told nothing of a password, and gets no error', async () => {
  const url = new URL(own.server.connectionString)
  url.username = 'reader'
  url.password = 'reads'
  const reader = new pg.Client(url.href)
  await reader.connect()
  try {
    expect(await found(reader)).toEqual([])
    await client.query('grant pg_read_all_data to reader')
    expect(await found(reader)).toEqual(['info 209 role web'])
  } finally {
    await reader.end()
    await client.query('revoke pg_read_all_data from reader')
  }
})

test('a temporary table takes the name of a table from the next user of the connection, until the fix', async () => {
  await client.query(
    `grant temporary on database postgres to public; insert into app.todos (user_id) values ('bob')`,
  )
  const titles = async (user: string, before = '') => {
    await client.query(`begin; select set_config('role', 'authenticated', true),
      set_config('request.jwt.claims', '{"sub":"${user}"}', true), set_config('search_path', 'app', false); ${before}`)
    try {
      return (await client.query('select user_id, title from todos')).rows
    } finally {
      await client.query('commit')
    }
  }
  const shadow = `create temporary table todos as select 'bob' as user_id, 'by mallory' as title`
  await titles('mallory', shadow)
  expect(await titles('bob')).toEqual([{ user_id: 'bob', title: 'by mallory' }])

  const [finding] = await diagnose(client, { appRole: 'web', ignore: [209] })
  expect(finding).toMatchObject({ number: 208, level: 'info' })
  await client.query('discard all')
  await client.query(finding?.fix ?? '')
  await expect(titles('mallory', shadow)).rejects.toMatchObject({ code: '42501' })
  await client.query('rollback')
  expect(await titles('bob')).toEqual([{ user_id: 'bob', title: null }])
})

test('the owner of the database is told to log in as another role', async () => {
  await client.query('alter database postgres owner to web')
  const [owner, ...others] = await diagnose(client, { appRole: 'web', ignore: [208, 209] })
  expect(others).toEqual([])
  expect(owner).toMatchObject({
    number: 203,
    detail: 'it owns database postgres',
    fix: expect.stringMatching(/\nalter role authenticator login;$/),
  })
  await client.query('alter database postgres owner to postgres')
})
