import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createIssuer, generateSigningKey } from '@rowauth/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bench,
  codeOf,
  himself,
  nobody,
  type Opened,
  open,
  refused,
  registerIssuer,
  standing,
  startBench,
  tried,
} from './support/bench.js'

let bench: Bench
beforeAll(async () => {
  bench = await startBench()
})
afterAll(() => bench?.close())

const put = (name: string, value: string, local = true) => ({
  text: 'select pg_catalog.set_config($1, $2, $3)',
  values: [name, value, local],
})
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

it('the bench sees a hole: with a token of alice he is her', async () => {
  const { client } = await bench.opened('alice')
  expect(await standing(client)).toEqual({ id: 'alice', owners: ['alice'] })
})

describe('what application mode believes is believed no more', () => {
  it.each([
    ['request.jwt.claims', '{"sub":"alice"}'],
    ['request.jwt.claim.sub', 'alice'],
    ['request.jwt', '{"sub":"alice"}'],
    ['rowauth.claims', '{"sub":"alice"}'],
  ])('%s', async (name, value) => {
    const { client } = await bench.opened('mallory')
    for (const local of [true, false]) {
      await client.query(put(name, value, local))
      expect(await standing(client)).toEqual(himself)
    }
    await client.query('commit; begin; set local role authenticated')
    expect(await standing(client)).toEqual(nobody)
  })
})

describe('a seal is refused', () => {
  const forgeries: [string, (mallory: Opened) => string][] = [
    ['that is claims', () => '{"sub":"alice"}'],
    ['that is JSON null', () => 'null'],
    ['that is a space', () => ' '],
    ['of zeros', () => `${'0'.repeat(64)}${'0'.repeat(68)}{"sub":"alice"}`],
    ['of his, with another name', ({ seal }) => seal.replace('mallory', 'alice')],
    ['of his, with a name behind his', ({ seal }) => seal.replace('"mallory"', '"mallory","sub":"alice"')],
    ['of his, with claims behind his', ({ seal }) => `${seal} {"sub":"alice"}`],
    ['of his, twice', ({ seal }) => seal + seal],
    ['of his, with a space before', ({ seal }) => ` ${seal}`],
    ['of his, in capitals', ({ seal }) => seal.slice(0, 64).toUpperCase() + seal.slice(64)],
    ['of his, of any transaction', ({ seal }) => seal.slice(0, 116) + '0'.repeat(16) + seal.slice(132)],
    ['of his, without an end', ({ seal }) => `${seal.slice(0, 100)}7fffffffffffffff${seal.slice(116)}`],
    ['of his, without its secret', ({ seal }) => `${seal.slice(0, 64)}${' '.repeat(36)}${seal.slice(100)}`],
    ['that is his ticket', ({ ticket }) => ticket],
    ['that is his ticket without its mark', ({ ticket }) => ticket.slice(1)],
    [
      'with the code of his ticket',
      ({ ticket, seal }) => ticket.slice(1, 65) + seal.slice(64).replace('mallory', 'alice'),
    ],
    ['that is his token', ({ token }) => token],
    [
      'with a code over the claims under a secret of his own',
      ({ seal }) => {
        const body = seal.slice(64).replace('mallory', 'alice')
        return createHmac('sha256', '').update(body).digest('hex') + body
      },
    ],
  ]
  it.each(forgeries)('%s', async (_, forge) => {
    const mallory = await bench.opened('mallory')
    const { client } = mallory
    for (const local of [true, false]) {
      await client.query(put('rowauth.session', forge(mallory), local))
      expect(await standing(client)).toEqual(refused)
    }
    await client.query(put('rowauth.session', mallory.seal))
    expect(await standing(client)).toEqual(himself)
  })

  it('that is cut anywhere, or has one character changed', async () => {
    const { client, seal } = await bench.opened('mallory')
    const { rows } = await client.query({
      text: `
        select candidate from (
          select left($1, n) as candidate from generate_series(1, length($1) - 1) n
          union all select right($1, -n) from generate_series(1, length($1) - 1) n
          union all select overlay($1 placing case substr($1, n, 1) when '1' then '2' else '1' end from n)
            from generate_series(1, length($1)) n
        ) c`,
      values: [seal],
    })
    expect(rows.length).toBeGreaterThan(3 * seal.length - 3)
    await client.query(`create function pg_temp.accepted(candidates text[]) returns text[] language plpgsql as $$
      declare candidate text; taken text[] = '{}'; begin
        foreach candidate in array candidates loop
          begin
            perform pg_catalog.set_config('rowauth.session', candidate, true), auth.session();
            taken := taken || candidate;
          exception when invalid_authorization_specification then null;
          end;
        end loop;
        return taken;
      end $$`)
    const candidates = rows.map(({ candidate }) => candidate)
    const accepted = await client.query('select pg_temp.accepted($1) as accepted', [[...candidates, seal]])
    expect(accepted.rows).toEqual([{ accepted: [seal] }])
  })
})

describe('a session that is put away makes nobody', () => {
  // The login role has neither tables nor the functions of policies.
  const noRights = { id: '42501', owners: '42501' }
  it.each([
    ['reset all', nobody],
    ['reset rowauth.session', nobody],
    ["set local rowauth.session = ''", nobody],
    ['set local rowauth.session to default', nobody],
    ['set local role none', noRights],
    ['reset role', noRights],
    ['set session authorization default', noRights],
  ])('%s', async (sql, outcome) => {
    const { client } = await bench.opened('mallory')
    await client.query(sql)
    expect(await standing(client)).toEqual(outcome)
  })

  it.each(['postgres', 'pg_read_all_data', 'pg_database_owner'])('no role is to be had: %s', async (role) => {
    const { client } = await bench.opened('mallory')
    for (const sql of [`set local role ${role}`, `set session authorization ${role}`]) {
      expect(await tried(client, () => client.query(sql))).toBe('42501')
    }
    expect(await standing(client)).toEqual(himself)
  })
})

describe('a token is refused', () => {
  const claims = { sub: 'alice', exp: 9_000_000_000 }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signedBy = (header: object, payload: object = claims) => {
    const content = `${base64url(header)}.${base64url(payload)}`
    const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return `${content}.${signature.toString('base64url')}`
  }
  const ownJwk = () => ({ ...privateKey.export({ format: 'jwk' }), d: undefined })

  const forgeries: [string, string, (mallory: Opened) => string | Promise<string>][] = [
    [
      'without a signature',
      'token_algorithm_not_allowed',
      () => `${base64url({ alg: 'none' })}.${base64url(claims)}.`,
    ],
    [
      'with nothing for a signature',
      'token_malformed',
      () => `${base64url({ alg: 'ES256', kid: bench.kid })}.${base64url(claims)}.`,
    ],
    ['signed by himself', 'token_signature_invalid', () => signedBy({ alg: 'ES256', kid: bench.kid })],
    [
      'with his own key in it',
      'token_signature_invalid',
      () => signedBy({ alg: 'ES256', kid: bench.kid, jwk: ownJwk() }),
    ],
    [
      'with an address of his keys',
      'token_signature_invalid',
      () => signedBy({ alg: 'ES256', kid: bench.kid, jku: 'https://mallory.example' }),
    ],
    ['with a key id of his own', 'token_key_not_found', () => signedBy({ alg: 'ES256', kid: 'mine' })],
    [
      'with a key id that is SQL',
      'token_key_not_found',
      () => signedBy({ alg: 'ES256', kid: "' or true --" }),
    ],
    [
      'of his, with another name',
      'token_signature_invalid',
      ({ token }) => {
        const [header, , signature] = token.split('.')
        return `${header}.${base64url(claims)}.${signature}`
      },
    ],
    [
      'of his, with a signature of zeros',
      'token_signature_invalid',
      ({ token }) => {
        const [header] = token.split('.')
        return `${header}.${base64url(claims)}.${'A'.repeat(86)}`
      },
    ],
    [
      'under the public key as a secret',
      'token_algorithm_not_allowed',
      () => {
        const content = `${base64url({ alg: 'HS256', kid: bench.kid })}.${base64url(claims)}`
        const secret = JSON.stringify(bench.issuer.jwks.keys[0])
        return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
      },
    ],
    ['under a ticket', 'token_malformed', ({ ticket }) => ticket.slice(1)],
    ['that is a seal', 'token_malformed', ({ seal }) => seal],
  ]
  it.each(forgeries)('%s: %s', async (_, detail, forge) => {
    const mallory = await bench.opened('mallory')
    const { client } = mallory
    const forged = await forge(mallory)
    for (const call of ['auth.open_session($1)', 'auth.jwt_session_init($1)']) {
      await client.query('savepoint before')
      await expect(client.query(`select ${call}`, [forged])).rejects.toMatchObject({ code: '28000', detail })
      await client.query('rollback to before')
    }
    expect(await standing(client)).toEqual(himself)
  })

  it('of a key that the connection brings along, as long as the owner has not said yes', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey({ alg: 'EdDSA' })
    const token = await createIssuer({ privateJwk }).sign({ sub: 'alice' })
    const key = JSON.stringify(publicJwk)
    const options = `-c pg_session_jwt.jwk=${key.replaceAll(/[\\ ]/g, '\\$&')}`
    for (const { client } of [await bench.opened('mallory'), await bench.opened('mallory', { options })]) {
      for (const local of [true, false]) {
        await client.query(put('pg_session_jwt.jwk', key, local))
        expect(await tried(client, () => client.query('select auth.init()'))).toBe('55000')
        expect(await tried(client, () => open(client, token))).toBe('28000')
      }
      expect(await tried(client, () => client.query('select auth.allow_connection_jwk(true)'))).toBe('42501')
      expect(await standing(client)).toEqual(himself)
    }
  })

  it('of a key that the owner allowed to be brought along, when he no longer does', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey({ alg: 'EdDSA' })
    const token = await createIssuer({ privateJwk }).sign({ sub: 'alice' })
    const client = await bench.client()
    const took = async () => {
      await client.query('begin; set local role authenticated')
      await client.query(put('pg_session_jwt.jwk', JSON.stringify(publicJwk)))
      const outcome = await codeOf(client.query('select auth.jwt_session_init($1)', [token]))
      await client.query('commit')
      return outcome
    }
    await bench.owner.query('select auth.allow_connection_jwk(true)')
    expect(await took()).toMatchObject({ rowCount: 1 })
    await bench.owner.query('select auth.allow_connection_jwk(false)')
    await client.query('begin; set local role authenticated')
    // What it opened for the connection has ended, too.
    expect(await standing(client)).toEqual(refused)
    await client.query('commit')
    expect(await took()).toBe('28000')
  })
})

it('no function of the owner makes a seal for him', async () => {
  const { client, seal } = await bench.opened('mallory')
  const other = await registerIssuer(bench.owner)
  const calls = [
    "auth.put_session('x', '{}', true)",
    "auth.mac('', '', 'session', '')",
    `auth.verify_token('${await other.issuer.sign({ sub: 'mallory' })}')`,
    'auth.new_secret(null)',
    "auth.hmac_sha256('', '', '')",
    `auth.refuse_other_subject('{"sub":"alice"}')`,
    `auth.register_jwk('${JSON.stringify(other.publicJwk)}')`,
    `auth.token_key('{}', '{}')`,
    'auth.rotate_secret()',
  ]
  for (const role of ['authenticated', 'anonymous', 'none']) {
    await client.query(`set local role ${role}`)
    for (const call of calls) {
      expect([call, await tried(client, () => client.query(`select ${call}`))]).toEqual([call, '42501'])
    }
  }
  await client.query('set local role authenticated')
  await client.query(put('rowauth.session', seal))
  expect(await standing(client)).toEqual(himself)
})
