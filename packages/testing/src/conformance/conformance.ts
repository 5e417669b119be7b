import { AuthError, anonymousSession, trustClaims } from '@rowauth/core'
import type { AuthDriver } from '@rowauth/driver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgedSession, makeSession } from './conformance-sessions.js'
import type { ConformanceOptions } from './conformance-sql.js'

/** What the suite needs of a driver's result. */
interface Rows {
  readonly rows: readonly unknown[]
}

type Statement = { text: string; values?: unknown[] }

/** One driver under test. */
export interface ConformanceSubject {
  readonly driver: AuthDriver<Rows, Statement>
  /** Transactions that are open across several messages: not to be had over HTTP. */
  readonly interactive: boolean
  /** Ends what was started for it. */
  close?(): Promise<void>
}

const titles = { text: 'select title from todos order by title' }
const identity = {
  text: "select current_user as role, auth.session() ->> 'sub' as sub",
}

/**
 * What every driver must do, whatever it travels over, as tests of Vitest.
 *
 * @param name - of the driver, for the titles of the tests
 * @param start - connects a driver to a database of its own that holds `conformanceSql()`; called once, before the tests
 * @param options - `verification`: the trust mode of the driver, and of `conformanceSql()`
 *
 * @example
 * conformance('my client', async () => ({ driver: myDriver(await connect(url)), interactive: true }))
 */
export function conformance(
  name: string,
  start: () => Promise<ConformanceSubject>,
  { verification = 'application' }: ConformanceOptions = {},
): void {
  const session = makeSession[verification]
  const as = (sub: string) => session({ sub })
  const alice = as('alice')
  const bob = as('bob')

  describe(`conformance: ${name}, verified by the ${verification}`, () => {
    let subject: ConformanceSubject
    let driver: ConformanceSubject['driver']

    beforeAll(async () => {
      subject = await start()
      driver = subject.driver
    }, 60_000)
    afterAll(() => subject?.close?.())

    const titlesOf = async (sub: string) =>
      (await driver.query(as(sub), titles)).rows.map((row) => (row as { title: string }).title)

    it('shows each user their own rows', async () => {
      expect(await titlesOf('alice')).toEqual(['a1', 'a2'])
      expect(await titlesOf('bob')).toEqual(['b1'])
      expect(await titlesOf('nobody')).toEqual([])
    })

    it('runs an anonymous visitor as anonymous, without claims', async () => {
      const { rows } = await driver.query(anonymousSession, titles)
      expect(rows).toEqual([{ title: 'public' }])
      const anonymous = await driver.query(anonymousSession, {
        text: 'select current_user as role, auth.session() as session, auth.user_id() as id',
      })
      expect(anonymous.rows).toEqual([{ role: 'anonymous', session: null, id: null }])
    })

    it('takes the role that the session names', async () => {
      const visitor = session({ sub: 'alice' }, 'anonymous')
      expect((await driver.query(visitor, titles)).rows).toEqual([{ title: 'public' }])
    })

    it('row 14: claims with quotes and newlines round-trip byte for byte', async () => {
      const sub = `o'; drop table todos; -- $$ "x" \\ \n\r\t é 😀 $1 {}`
      const { rows } = await driver.query(as(sub), { text: 'select auth.user_id() as id' })
      expect(rows).toEqual([{ id: sub }])
    })

    it('passes parameters', async () => {
      const { rows } = await driver.query(alice, {
        text: 'select $1::text as text, $2::int as int, $3::text as none, $4::text[] as list',
        values: ["it's", 7, null, ['a', 'b']],
      })
      expect(rows).toEqual([{ text: "it's", int: 7, none: null, list: ['a', 'b'] }])
    })

    it('rejects with the error of the database, and the next call works', async () => {
      await expect(driver.query(alice, { text: 'select 1/0' })).rejects.toMatchObject({ code: '22012' })
      await expect(driver.query(alice, { text: 'selec 1' })).rejects.toMatchObject({ code: '42601' })
      await expect(driver.query(alice, { text: 'select * from accounts_' })).rejects.toMatchObject({
        code: '42P01',
      })
      expect(await titlesOf('bob')).toEqual(['b1'])
    })

    it('rolls back a statement that fails', async () => {
      const insert = {
        text: `insert into todos (title) select case n when 3 then 'forbidden' else 'n' end from generate_series(1, 3) n`,
      }
      await expect(driver.query(as('atomic'), insert)).rejects.toMatchObject({ code: '23514' })
      expect(await titlesOf('atomic')).toEqual([])
    })

    it('refuses a write for somebody else', async () => {
      const insert = {
        text: 'insert into todos (user_id, title) values ($1, $2)',
        values: ['bob', 'planted'],
      }
      await expect(driver.query(alice, insert)).rejects.toMatchObject({ code: '42501' })
      const update = { text: "update todos set title = 'mine' where user_id = 'bob'" }
      await driver.query(alice, update)
      expect(await titlesOf('bob')).toEqual(['b1'])
    })

    it('row 30: a deferred constraint that fails at commit rejects the call', async () => {
      const dangling = { text: 'insert into accounts (id, next_id) values (1, 999)' }
      await expect(driver.query(alice, dangling)).rejects.toMatchObject({ code: '23503' })
      await expect(driver.batch(alice, [dangling, titles])).rejects.toMatchObject({ code: '23503' })
    })

    it('runs a batch in one transaction, results in order', async () => {
      const results = await driver.batch(as('batch'), [
        { text: 'insert into todos (title) values ($1)', values: ['one'] },
        titles,
        { text: 'select pg_catalog.txid_current() as id' },
        { text: 'select pg_catalog.txid_current() as id' },
        identity,
      ])
      expect(results[1]?.rows).toEqual([{ title: 'one' }])
      expect(results[2]?.rows).toEqual(results[3]?.rows)
      expect(results[4]?.rows).toEqual([{ role: 'authenticated', sub: 'batch' }])
      expect(await driver.batch(alice, [])).toEqual([])
    })

    it('rolls a batch back as a whole', async () => {
      const failing = driver.batch(as('batch-fails'), [
        { text: "insert into todos (title) values ('lost')" },
        { text: 'select 1/0' },
        { text: "insert into todos (title) values ('never')" },
      ])
      await expect(failing).rejects.toMatchObject({ code: '22012' })
      expect(await titlesOf('batch-fails')).toEqual([])
    })

    it('opens a batch as asked', async () => {
      const [isolation, access] = await driver.batch(
        alice,
        [{ text: 'show transaction_isolation' }, { text: 'show transaction_read_only' }],
        { isolationLevel: 'serializable', accessMode: 'read only', deferrable: true },
      )
      expect(isolation?.rows).toEqual([{ transaction_isolation: 'serializable' }])
      expect(access?.rows).toEqual([{ transaction_read_only: 'on' }])
      const write = driver.batch(alice, [{ text: "insert into todos (title) values ('x')" }], {
        accessMode: 'read only',
      })
      await expect(write).rejects.toMatchObject({ code: '25006' })
    })

    it.each([
      'begin',
      'commit',
      '/* a /* nested */ comment */ COMMIT',
      '; commit',
      ';; -- line\n ; reset role',
      '-- line\n rollback',
      'end',
      'abort',
      'start transaction',
      "prepare transaction 'x'",
      'savepoint s',
      'rollback to savepoint s',
      'set role postgres',
      'SET session authorization default',
      'reset role',
      'reset all',
      'discard all',
      'copy todos from stdin',
      'copy (select 1) to stdout',
    ])('refuses %j, alone and in a batch', async (text) => {
      await expect(driver.query(alice, { text })).rejects.toMatchObject({ code: 'unsupported' })
      await expect(driver.batch(alice, [{ text }, titles])).rejects.toMatchObject({ code: 'unsupported' })
    })

    it('keeps the claims through a procedural block that tries to commit', async () => {
      const sneaky = { text: 'do $$ begin commit; perform 1; end $$' }
      await expect(driver.query(alice, sneaky)).rejects.toMatchObject({ code: '2D000' })
      await expect(driver.batch(alice, [sneaky, titles])).rejects.toMatchObject({ code: '2D000' })
      const plain = await driver.query(alice, { text: 'do $$ begin perform 1; end $$' })
      expect(plain.rows).toEqual([])
    })

    it.each([
      ['undefined', undefined],
      ['null', null],
      ['a number', 7],
      ['a string', 'token'],
      ['a look-alike', { role: 'authenticated', claims: { sub: 'alice' }, expiresAt: 9e9 }],
      ['a copy of a session', { ...alice }],
      ['a session from JSON', JSON.parse(JSON.stringify(alice))],
    ])('takes %s for no session', async (_, value) => {
      const nobody = value as typeof alice
      await expect(driver.query(nobody, titles)).rejects.toThrow(TypeError)
      await expect(driver.batch(nobody, [titles])).rejects.toThrow(TypeError)
      await expect(driver.transaction(nobody, async () => 1)).rejects.toThrow(TypeError)
    })

    it('refuses a session that has expired', async () => {
      const expired = session({ sub: 'alice', exp: Math.floor(Date.now() / 1000) - 3600 })
      const refused = driver.query(expired, titles)
      await expect(refused).rejects.toThrow(AuthError)
      await expect(refused).rejects.toMatchObject({ code: 'token_expired', status: 401 })
    })

    it('row 19: neither error nor its text holds a claim', async () => {
      const secret = session({ sub: 'marker-5f1d', secret: 'marker-5f1d' })
      const error = await driver.query(secret, { text: 'select 1/0' }).catch((reason: unknown) => reason)
      const { message, stack } = error as Error
      expect(`${message}${stack}${JSON.stringify(error)}`).not.toContain('marker-5f1d')
    })

    it('mixes nothing when many users call at once', async () => {
      const users = Array.from({ length: 40 }, (_, n) => `user-${n}`)
      await Promise.all(
        users.map((user) =>
          driver.query(as(user), { text: 'insert into todos (title) values ($1)', values: [user] }),
        ),
      )
      const seen = await Promise.all(users.map(titlesOf))
      expect(seen).toEqual(users.map((user) => [user]))
      const batches = await Promise.all(users.map((user) => driver.batch(as(user), [titles, identity])))
      expect(batches.map(([first]) => first?.rows)).toEqual(users.map((user) => [{ title: user }]))
    })

    it('offers interactive transactions, or refuses them and points to batch', async () => {
      if (!subject.interactive) {
        const refused = driver.transaction(alice, async () => 1)
        await expect(refused).rejects.toMatchObject({
          code: 'unsupported',
          message: expect.stringMatching(/batch/),
        })
        return
      }
      const count = await driver.transaction(bob, async (tx) => {
        await tx.query({ text: "insert into todos (title) values ('in transaction')" })
        return (await tx.query(titles)).rows.length
      })
      expect(count).toBe(2)
      expect(await titlesOf('bob')).toEqual(['b1', 'in transaction'])
    })

    if (verification === 'application') return

    it('refuses a token that the issuer has not signed, and claims that came without one', async () => {
      const forged = driver.query(forgedSession({ sub: 'alice' }), titles)
      await expect(forged).rejects.toThrow(AuthError)
      await expect(forged).rejects.toMatchObject({ code: 'token_signature_invalid', status: 401 })
      const trusted = driver.query(trustClaims({ sub: 'alice' }), titles)
      await expect(trusted).rejects.toMatchObject({ code: 'token_missing' })
    })

    it('row 7: claims that SQL writes are ignored', async () => {
      const write = { text: `select set_config('request.jwt.claims', '{"sub":"bob"}', true)` }
      const [, seen] = await driver.batch(alice, [write, titles])
      expect(seen?.rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
    })
  })
}
