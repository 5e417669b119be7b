import { readdirSync, readFileSync } from 'node:fs'
import { authSchemaSql } from '@rowauth/core'
import { expect, test } from 'vitest'
import { lints } from '../../src/doctor/generated.js'
import { resolveOptions } from '../../src/doctor/options.js'
import { lookThrough } from '../../src/doctor/run-lints.js'
import { startOwnServer } from './support/own-server.js'

const folder = 'examples/nextjs-todo/drizzle'

test('the todo application is sound but for what comments explain', async () => {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  await using own = await startOwnServer(
    ...migrations,
    authSchemaSql(),
    `create role todo login noinherit; grant authenticated, anonymous to todo;
     revoke temporary on database postgres from public;`,
  )
  await own.client.query('begin')
  const subject = resolveOptions(
    { appRole: 'todo' },
    lints.map(({ number }) => number),
  )
  const { findings, ignored } = await lookThrough(own.client, subject)
  const told = [findings, ignored].map((some) => some.map(({ number, object }) => `${number} ${object}`))
  expect(told).toEqual([
    [],
    [
      '303 policy allow_authenticated_insert on public.lists',
      '403 function private.credentials_of(email text)',
      '403 function private.find_person(email text)',
      '403 function private.sign_up(email text, name text, password_hash text)',
    ],
  ])
})
