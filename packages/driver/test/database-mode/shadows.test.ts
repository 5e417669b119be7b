import { authSchemaSql, type createIssuer } from '@rowauth/core'
import { databaseTables } from '@rowauth/core/internal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bench,
  codeOf,
  currentSeal,
  himself,
  open,
  registerIssuer,
  standing,
  startBench,
  tried,
} from './support/bench.js'
import { lookAlikes, temporaryShadows } from './support/look-alikes.js'

/*
 * Mallory makes functions, operators, types, collations and tables that are named as those that the functions of the
 * schema use. None of his is ever taken for them: not by those, and not by what the owner runs.
 */

let bench: Bench
const issuers: ReturnType<typeof createIssuer>[] = []
beforeAll(async () => {
  bench = await startBench()
  for (const alg of ['ES256', 'RS256', 'EdDSA'] as const) {
    issuers.push((await registerIssuer(bench.owner, alg)).issuer)
  }
  const { client } = await bench.opened('mallory')
  await client.query(lookAlikes)
  await client.query('commit')
})
afterAll(() => bench?.close())

const paths = ['evil, pg_catalog', 'evil', 'pg_temp, evil, pg_catalog', 'evil, auth, pg_temp']

it('the bench has what to shadow with, and it is found', async () => {
  const { rows } = await bench.owner.query(`
    select (select count(*)::int from pg_proc where pronamespace = 'evil'::regnamespace) > 1500 as functions,
      (select count(*)::int from pg_operator where oprnamespace = 'evil'::regnamespace) > 300 as operators`)
  expect(rows).toEqual([{ functions: true, operators: true }])
  const { client } = await bench.opened('mallory')
  await client.query("select pg_catalog.set_config('search_path', 'evil, pg_catalog', true)")
  for (const sql of [
    "select sha256('')",
    "select 'a'::pg_catalog.text || 'b'::pg_catalog.text",
    "select '{}'::pg_catalog.jsonb -> 'a'::pg_catalog.text",
    "select substr('a'::pg_catalog.text, 1)",
    'select 1::pg_catalog.numeric + 2::pg_catalog.numeric',
  ]) {
    expect([sql, await tried(client, () => client.query(sql))]).toEqual([sql, 'XX999'])
  }
})

describe.each(paths)('with the search_path %s', (path) => {
  const shadowed = async (role: string) => {
    const client = await bench.client()
    await client.query(temporaryShadows(databaseTables))
    await client.query("select pg_catalog.set_config('search_path', $1, false)", [path])
    await client.query('begin')
    await client.query("select pg_catalog.set_config('role', $1, true)", [role])
    return client
  }

  it.each(['authenticated', 'anonymous', 'none'])('a session opens as ever for %s', async (role) => {
    for (const issuer of issuers) {
      const client = await shadowed(role)
      const token = await issuer.sign({ sub: 'mallory', o: { id: 'x' } })
      const ticket = await open(client, token)
      const opened = async () => {
        await client.query("select pg_catalog.set_config('role', 'authenticated', true)")
        expect(await standing(client)).toEqual(himself)
        const { rows } = await client.query(
          `select auth.session() as session, auth.jwt() as jwt, auth.uid() as uid,
             auth.organization() as organization, auth.organization_id() as organization_id`,
        )
        const claims = expect.objectContaining({ sub: 'mallory' })
        expect(rows).toEqual([
          { session: claims, jwt: claims, uid: null, organization: { id: 'x' }, organization_id: null },
        ])
        await client.query("select pg_catalog.set_config('role', $1, true)", [role])
      }
      await opened()
      expect(await open(client, ticket)).toBe('')
      await opened()
      expect(await tried(client, () => client.query('select auth.init()'))).toMatchObject({ rowCount: 1 })
      await client.query('select auth.jwt_session_init($1)', [token])
      await opened()
    }
  })

  it('what is refused stays refused', async () => {
    const client = await shadowed('authenticated')
    const [issuer] = issuers
    const token = String(await issuer?.sign({ sub: 'mallory' }))
    const ticket = await open(client, token)
    const seal = await currentSeal(client)
    const hers = await bench.token('alice')
    const [header, , signature] = token.split('.')
    const claims = Buffer.from('{"sub":"alice","exp":9000000000}').toString('base64url')
    for (const credential of [
      `${header}.${claims}.${signature}`,
      `~${'0'.repeat(64)}mine${ticket.slice(69)}`,
      `~${'0'.repeat(64)}${ticket.slice(65)}`,
    ]) {
      expect(await tried(client, () => open(client, credential))).toBe('28000')
    }
    expect(await tried(client, () => open(client, hers))).toBe('28000')
    await client.query("select pg_catalog.set_config('rowauth.session', $1, true)", [
      seal.replace('mallory', 'alice'),
    ])
    expect(await standing(client)).toEqual({ id: '28000', owners: '28000' })
  })

  it('the owner runs none of it: keys, secrets, settings, and the script again', async () => {
    const owner = await bench.owner.connect()
    try {
      await owner.query('begin')
      await owner.query(temporaryShadows(databaseTables))
      await owner.query("select pg_catalog.set_config('search_path', $1, true)", [path])
      const { publicJwk } = await registerIssuer(bench.owner, 'RS256')
      await owner.query('select auth.register_jwk($1, $2)', [publicJwk, 'https://other.example'])
      await owner.query('select auth.retire_jwk($1, $2)', [publicJwk.kid, 'https://other.example'])
      for (const call of [
        'rotate_secret()',
        'audit_log(true)',
        'audit_log(false)',
        'allow_connection_jwk(true)',
        'allow_connection_jwk(false)',
      ]) {
        await owner.query(`select auth.${call}`)
      }
      await owner.query(authSchemaSql({ verification: 'database' }))
    } finally {
      await owner.query('rollback')
      owner.release()
    }
  })
})

describe('what is not bound to a schema, he may not change', () => {
  it.each([
    ['a cast of built-in types', 'create cast (text as jsonb) with inout as implicit', '42501'],
    [
      'a cast of built-in types by a function of his',
      'create cast (text as numeric) with function evil.numeric(text) as implicit',
      '42501',
    ],
    [
      'the negator of an operator that has none',
      'create operator evil.!@ (leftarg = jsonb, rightarg = text[], function = jsonb_exists_any, negator = operator(pg_catalog.?|))',
      '42501',
    ],
    [
      'the commutator of an operator',
      'create operator evil.!! (leftarg = bytea, rightarg = bytea, function = byteacat, commutator = operator(pg_catalog.||))',
      '42501',
    ],
    [
      'a class of operators',
      'create operator class evil.mine default for type text using btree as operator 1 =',
      '42501',
    ],
    ['an operator of the server', 'alter operator pg_catalog.= (text, text) set (restrict = none)', '42501'],
    ['a function of the server', 'alter function pg_catalog.sha256(bytea) owner to current_user', '42501'],
    [
      'an aggregate in the schema',
      'create aggregate auth.mine (int4) (sfunc = int4pl, stype = int4)',
      '42501',
    ],
    ['an operator in the schema', 'create operator auth.!!! (rightarg = int4, function = int4abs)', '42501'],
    [
      'an event trigger',
      'create event trigger mine on ddl_command_end execute function evil.ambush()',
      '42501',
    ],
    ['a function in C', `create function evil.c() returns int language c as 'libc', 'getpid'`, '42501'],
    ['a rule of a table', 'create rule mine as on insert to auth.jwks do also select 1', '42501'],
  ])('%s', async (_, sql, code) => {
    const { client } = await bench.opened('mallory')
    expect(await tried(client, () => client.query(sql))).toBe(code)
    expect(await standing(client)).toEqual(himself)
  })

  it('a cast of a type of his is taken by his own calls only', async () => {
    const { client, token } = await bench.opened('mallory')
    await client.query(`
      create type evil.disguise as (token pg_catalog.text);
      create function evil.undress(evil.disguise) returns pg_catalog.text language sql immutable
        as $$ select 'x' operator(pg_catalog.||) ($1).token $$;
      create cast (evil.disguise as pg_catalog.text) with function evil.undress(evil.disguise) as implicit;
      create function evil.dress(pg_catalog.text) returns evil.disguise language sql immutable as $$ select row($1)::evil.disguise $$;
      create cast (pg_catalog.text as evil.disguise) with function evil.dress(pg_catalog.text) as implicit`)
    expect(await codeOf(open(client, token))).toMatch(/^~/)
    expect(await standing(client)).toEqual(himself)
  })
})
