import { anonymousSession, trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { fixture, proxy } from '../../file-fixture.js'
import { alice, as, bob, leftovers, nothingLeft } from '../../fixture.js'

let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
beforeEach(() => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  driver = nodePostgres(pool)
  return async () => {
    expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
    await pool.end()
  }
})

const insert = (title: string) => ({ text: 'insert into todos (title) values ($1)', values: [title] })
const exists = async (title: string) =>
  (await fixture.owner.query('select from todos where title = $1', [title])).rowCount !== 0
const whoami = 'select auth.user_id() as id, current_user as role'

describe('a transaction', () => {
  it('commits what its callback has done and returns its value', async () => {
    const value = await driver.transaction(alice, async (tx) => {
      await tx.query(insert('kept'))
      return 'value'
    })
    expect([value, await exists('kept')]).toEqual(['value', true])
  })

  it('rolls back what its callback threw over, and throws that', async () => {
    const mine = new Error('mine')
    const failing = driver.transaction(alice, async (tx) => {
      await tx.query(insert('thrown'))
      throw mine
    })
    await expect(failing).rejects.toBe(mine)
    const synchronous = driver.transaction(alice, () => {
      throw mine
    })
    await expect(synchronous).rejects.toBe(mine)
    expect(await exists('thrown')).toBe(false)
  })

  it('row 3: shows the error that happened, not that of the statements after it', async () => {
    const failing = driver.transaction(alice, async (tx) => {
      await tx.query(insert('lost'))
      await tx.query('select 1/0')
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    expect(await exists('lost')).toBe(false)
  })

  it('does not report success when an error was caught and everything rolled back', async () => {
    const swallowed = driver.transaction(alice, async (tx) => {
      await tx.query(insert('swallowed'))
      await tx.query('select 1/0').catch(() => undefined)
      await expect(tx.query(whoami)).rejects.toMatchObject({ code: '25P02' })
      return 'fine'
    })
    await expect(swallowed).rejects.toMatchObject({ code: '22012' })
    const first = driver.transaction(alice, async (tx) => {
      await tx.query('select 1/0').catch(() => undefined)
      return 'fine'
    })
    await expect(first).rejects.toMatchObject({ code: '22012' })
    expect(await exists('swallowed')).toBe(false)
  })

  it('goes on where the SQL itself rolls back to a savepoint', async () => {
    await driver.transaction(alice, async (tx) => {
      await tx.query(insert('before it'))
      await tx.query('savepoint mine')
      await tx.query('select 1/0').catch(() => undefined)
      await tx.query('rollback to savepoint mine')
      expect((await tx.query(whoami)).rows).toEqual([{ id: 'alice', role: 'authenticated' }])
    })
    expect(await exists('before it')).toBe(true)
  })

  it('row 30: a deferred constraint that fails at commit rejects the call', async () => {
    const dangling = driver.transaction(alice, async (tx) => {
      await tx.query('insert into accounts (id, next_id) values (1, 999)')
      return 'fine'
    })
    await expect(dangling).rejects.toMatchObject({ code: '23503' })
    const single = driver.query(alice, 'insert into accounts (id, next_id) values (1, 999)')
    await expect(single).rejects.toMatchObject({ code: '23503' })
    expect((await fixture.owner.query('select from accounts')).rowCount).toBe(0)
  })

  it('is opened as asked, until its first statement', async () => {
    const show = async (tx: { query(text: string): Promise<{ rows: unknown[] }> }) =>
      (
        await tx.query(
          "select current_setting('transaction_isolation') as i, current_setting('transaction_read_only') as r, current_setting('transaction_deferrable') as d",
        )
      ).rows[0]
    const options = { isolationLevel: 'serializable', accessMode: 'read only', deferrable: true } as const
    const given = await driver.transaction(alice, (tx) => show(tx), options)
    expect(given).toEqual({ i: 'serializable', r: 'on', d: 'on' })
    const configured = await driver.transaction(
      alice,
      async (tx) => {
        tx.configure({ isolationLevel: 'repeatable read' })
        const seen = await show(tx)
        expect(() => tx.configure({ accessMode: 'read write' })).toThrow(/before its first/)
        await tx.transaction(async (inner) => {
          expect(() => inner.configure({})).toThrow(/before its first/)
        })
        return seen
      },
      options,
    )
    expect(configured).toEqual({ i: 'repeatable read', r: 'on', d: 'on' })
    const plain = await driver.transaction(alice, (tx) => show(tx))
    expect(plain).toEqual({ i: 'read committed', r: 'off', d: 'off' })
  })

  it('knows the words that BEGIN takes, and no others', async () => {
    const options = { isolationLevel: 'serializable; drop table todos' } as never
    proxy.reset()
    await expect(driver.transaction(alice, (tx) => tx.query(whoami), options)).rejects.toThrow(TypeError)
    await expect(driver.batch(alice, [whoami], { accessMode: 'rw' } as never)).rejects.toThrow(TypeError)
    const late = driver.transaction(alice, async (tx) => tx.configure({ isolationLevel: 'x' } as never))
    await expect(late).rejects.toThrow(TypeError)
    expect(proxy.messages.frontend).toEqual([])
  })
})

describe('row 4: nothing runs without the claims', () => {
  it('when the role may not be taken', async () => {
    const [{ owner } = { owner: '' }] = (await fixture.owner.query('select current_user as owner')).rows
    const session = trustClaims({ sub: 'alice' }, { role: owner })
    const caught: unknown[] = []
    const failing = driver.transaction(session, async (tx) => {
      for (const text of [whoami, 'select title from todos']) {
        await tx.query(text).catch(({ code }) => caught.push(code))
      }
    })
    await expect(failing).rejects.toMatchObject({ code: '42501' })
    expect(caught).toEqual(['42501', '25P02'])
    await expect(driver.query(session, whoami)).rejects.toMatchObject({ code: '42501' })
    await expect(driver.batch(session, [whoami])).rejects.toMatchObject({ code: '42501' })
  })

  it('when a statement ends the transaction', async () => {
    for (const text of ['commit', 'rollback', '; commit', 'end', '/**/abort', 'prepare transaction $$x$$']) {
      const failing = driver.transaction(alice, async (tx) => {
        await tx.query(insert('ended'))
        await tx.query(text)
      })
      await expect(failing).rejects.toMatchObject({ code: 'unsupported' })
    }
    const block = driver.transaction(alice, (tx) => tx.query('do $$ begin commit; end $$'))
    await expect(block).rejects.toMatchObject({ code: '2D000' })
    expect(await exists('ended')).toBe(false)
  })

  it('when somebody else ends the transaction on the same connection', async () => {
    const client = await fixture.client()
    const shared = nodePostgres(client)
    for (const text of ['commit', 'rollback']) {
      const failing = shared.transaction(alice, async (tx) => {
        await tx.query(whoami)
        await client.query(text)
        await expect(tx.query(whoami)).rejects.toMatchObject({ code: 'unsupported' })
      })
      await expect(failing).rejects.toMatchObject({ code: 'unsupported' })
    }
    const failed = shared.transaction(alice, async (tx) => {
      await tx.query(insert('gone'))
      await client.query('select 1/0').catch(() => undefined)
      return 'fine'
    })
    await expect(failed).rejects.toMatchObject({ code: 'unsupported', message: /rolled back/ })
    expect(await exists('gone')).toBe(false)
    expect((await shared.query(bob, whoami)).rows).toEqual([{ id: 'bob', role: 'authenticated' }])
  })
})

describe('a handle', () => {
  it('is of no use once its callback has settled, and sends nothing', async () => {
    let kept: Parameters<Parameters<typeof driver.transaction>[1]>[0] | undefined
    for (const fail of [false, true]) {
      await driver
        .transaction(alice, async (tx) => {
          kept = tx
          await tx.query(whoami)
          if (fail) throw new Error('mine')
        })
        .catch(() => undefined)
      proxy.reset()
      await expect(kept?.query(whoami)).rejects.toMatchObject({ code: 'unsupported', message: /over/ })
      await expect(kept?.transaction(async () => 1)).rejects.toMatchObject({ code: 'unsupported' })
      expect(proxy.messages.frontend).toEqual([])
    }
  })

  it('takes statements that nobody awaits, in order, as part of the transaction', async () => {
    await driver.transaction(alice, async (tx) => {
      void tx.query(insert('one of two'))
      void tx.query(insert('two of two'))
    })
    expect([await exists('one of two'), await exists('two of two')]).toEqual([true, true])
    const failing = driver.transaction(alice, async (tx) => {
      void tx.query(insert('three'))
      void tx.query('select 1/0').catch(() => undefined)
      void tx.query(insert('four')).catch(() => undefined)
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    expect(await exists('three')).toBe(false)
  })

  it('opens the transaction once when several statements are the first', async () => {
    const results = await driver.transaction(as('many'), (tx) =>
      Promise.all(
        ['a', 'b', 'c'].map((word) =>
          tx.query({ text: 'select $1 as word, auth.user_id() as id', values: [word] }),
        ),
      ),
    )
    expect(results.map(({ rows }) => rows[0])).toEqual(['a', 'b', 'c'].map((word) => ({ word, id: 'many' })))
  })

  it('opens the transaction with the next statement when the first could not be written', async () => {
    const unwritable = {
      text: 'select $1',
      values: [
        {
          toPostgres() {
            throw new Error('mine')
          },
        },
      ],
    }
    const rows = await driver.transaction(anonymousSession, async (tx) => {
      const [bad, good] = await Promise.allSettled([tx.query(unwritable), tx.query(whoami)])
      expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'mine' } })
      return good.status === 'fulfilled' && good.value.rows
    })
    expect(rows).toEqual([{ id: null, role: 'anonymous' }])
  })
})
