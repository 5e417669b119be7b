import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'
import {
  cancelRequest,
  errorFields,
  firstColumn,
  message,
  password,
  query,
  request,
  sslRequest,
  startup,
} from './protocol.js'
import { RawClient } from './raw-client.js'

let fixture: Fixture
let url: URL
beforeAll(async () => {
  fixture = await startFixture()
  url = new URL(fixture.connectionFor(fixture.login))
})
afterAll(() => fixture[Symbol.asyncDispose]())

const open = () => RawClient.open(fixture.local.wsProxy)
const own = () => ({ user: fixture.login.user, database: url.pathname.slice(1) })

/** What a client is told that sends this. */
async function refusal(...messages: Buffer[]): Promise<Record<string, string>> {
  const client = await open()
  client.send(...messages)
  const answers = await client.until('E')
  expect(await client.closed).toBe(1000)
  const last = answers.at(-1)
  if (last?.type !== 'E')
    throw new Error(`There was no error, but ${answers.map(({ type }) => type).join()}.`)
  return errorFields(last)
}

/** The value of one setting. */
async function show(client: RawClient, text: string): Promise<string | undefined> {
  client.send(query(text))
  const row = (await client.until('Z')).find(({ type }) => type === 'D')
  return row && firstColumn(row)
}

describe('a login', () => {
  it('asks for the password, and gives what PostgreSQL says of itself', async () => {
    const client = await open()
    client.send(startup(own()))
    expect(await client.message()).toEqual({ type: 'R', body: Buffer.from([0, 0, 0, 3]) })
    client.send(password(fixture.login.password))
    const greeting = await client.until('Z')
    expect(greeting.map(({ type }) => type).join('')).toMatch(/^RS+KZ$/)
    expect(await show(client, 'select current_user')).toBe(fixture.login.user)
    client.socket.close()
  })

  it('and the first query may come in one frame, or in as many as there are bytes', async () => {
    const all = Buffer.concat([startup(own()), password(fixture.login.password), query('select 42')])
    const whole = await open()
    whole.send(all)
    const split = await open()
    for (const byte of all) split.socket.send(Buffer.from([byte]))
    for (const client of [whole, split]) {
      await client.until('Z')
      const answer = await client.until('Z')
      expect(answer.filter(({ type }) => type === 'D').map(firstColumn)).toEqual(['42'])
      client.socket.close()
    }
  })

  it('takes parameters that are no danger', async () => {
    const { client } = await RawClient.logIn(fixture.local.wsProxy, url, {
      application_name: 'it’s me',
      statement_timeout: '12345',
      client_encoding: 'utf8',
    })
    expect(await show(client, 'show application_name')).toMatch(/^it.*s me$/)
    expect(await show(client, 'show statement_timeout')).toBe('12345ms')
    client.socket.close()
  })

  it('says that there is no encryption, once', async () => {
    const client = await open()
    client.send(sslRequest)
    expect(await client.bytes(1)).toEqual(Buffer.from('N'))
    client.send(sslRequest)
    const [error] = await client.until('E')
    expect(error && errorFields(error)).toMatchObject({ C: '0A000' })
    await client.closed
  })
})

describe('a login is refused', () => {
  it('with the wrong password, in PostgreSQL’s words', async () => {
    const told = await refusal(startup(own()), password('wrong'))
    expect(told).toMatchObject({
      S: 'FATAL',
      C: '28P01',
      M: expect.stringMatching(/password authentication failed/),
    })
  })

  it('as anybody but the user of the endpoint, with any password', async () => {
    for (const user of ['postgres', 'authenticated', '', `${fixture.login.user} `]) {
      expect(await refusal(startup({ ...own(), user }), password('x')), user).toMatchObject({ C: '28000' })
    }
  })

  it.each([
    ['options', '-c role=postgres'],
    ['replication', 'database'],
    ['search_path', 'evil'],
    ['role', 'postgres'],
    ['session_authorization', 'postgres'],
    ['_pq_.feature', 'on'],
    ['USER', 'postgres'],
  ])('with the parameter %s', async (name, value) => {
    const told = await refusal(startup({ ...own(), [name]: value }), password(fixture.login.password))
    expect(told).toMatchObject({ C: '0A000' })
  })

  it.each([
    ['client_encoding', 'LATIN1'],
    ['statement_timeout', '1s'],
    ['lock_timeout', '-1'],
    ['idle_in_transaction_session_timeout', '1e3'],
  ])('with %s set to %s', async (name, value) => {
    expect(await refusal(startup({ ...own(), [name]: value }))).toMatchObject({ C: '22023' })
  })

  const version = Buffer.from([0, 3, 0, 0])
  const bodies: [string, Buffer][] = [
    ['a length below four', Buffer.from([0, 0, 0, 3])],
    ['a negative length', Buffer.from([255, 255, 255, 255])],
    ['a length that nobody needs', Buffer.from([0, 1, 0, 0])],
    ['an empty message', message('', Buffer.alloc(0))],
    ['another version', startup({}, 131_072)],
    ['a newer version', startup({}, 196_610)],
    ['nothing', request(0)],
    ['no terminator', message('', Buffer.concat([version, Buffer.from('user\0x\0')]))],
    ['a name without a value', message('', Buffer.concat([version, Buffer.from('user\0\0')]))],
    ['a name twice', message('', Buffer.concat([version, Buffer.from('user\0a\0user\0b\0\0')]))],
    ['more behind the end', message('', Buffer.concat([version, Buffer.from('user\0a\0\0more')]))],
    ['what is no UTF-8', message('', Buffer.concat([version, Buffer.from([0x75, 0, 0xff, 0, 0])]))],
    ['a query in the place of the password', Buffer.concat([startup({ user: 'x' }), query('select 1')])],
  ]
  it.each(bodies)('that has %s', async (_, bytes) => {
    expect(await refusal(bytes)).toMatchObject({ C: expect.stringMatching(/^(08P01|0A000|28000)$/) })
  })

  it('where the password has a zero byte in it, or is too long', async () => {
    for (const text of ['a\0b', 'x'.repeat(70_000)]) {
      expect(await refusal(startup(own()), password(text))).toMatchObject({ C: '08P01' })
    }
  })
})

describe('a request to cancel', () => {
  it('stops the session whose key it has, and no other', async () => {
    const { client, greeting } = await RawClient.logIn(fixture.local.wsProxy, url)
    const key = greeting.find(({ type }) => type === 'K')?.body ?? Buffer.alloc(8)
    client.send(query('select pg_sleep(600)'))
    const cancel = async (bytes: Buffer) => {
      const other = await open()
      other.send(cancelRequest(bytes))
      expect(await other.until('Z')).toEqual([])
      expect(await other.closed).toBe(1000)
    }
    const wrong = Buffer.from(key)
    wrong.writeInt32BE(wrong.readInt32BE(4) ^ 1, 4)
    await cancel(wrong)
    await cancel(Buffer.alloc(0))
    await cancel(key)
    const answer = await client.until('Z')
    expect(answer.filter(({ type }) => type === 'E').map(errorFields)).toMatchObject([{ C: '57014' }])
    client.socket.close()
  })
})
