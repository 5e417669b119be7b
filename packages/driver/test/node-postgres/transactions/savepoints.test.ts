import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { alice, bob, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'

let fixture: Fixture
let pool: pg.Pool
let driver: ReturnType<typeof nodePostgres>
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  await fixture.owner.query("delete from todos where user_id in ('alice', 'bob')")
  pool = fixture.pool({ max: 1 })
  driver = nodePostgres(pool)
  return async () => {
    expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
    await pool.end()
  }
})

const insert = (title: string) => ({ text: 'insert into todos (title) values ($1)', values: [title] })
const kept = async () =>
  (await fixture.owner.query("select title from todos where user_id <> 'carol' order by id")).rows.map(
    ({ title }) => title,
  )
const mine = new Error('mine')
const unwritable = { text: 'select $1', values: [{ toPostgres: () => BigInt('x') }] }

it('row 5: the claims outlive a savepoint that rolls back', async () => {
  await driver.transaction(alice, async (tx) => {
    const failing = tx.transaction(async (inner) => {
      await inner.query(insert('inner'))
      throw mine
    })
    await expect(failing).rejects.toBe(mine)
    const { rows } = await tx.query('select auth.user_id() as id, current_user as role')
    expect(rows).toEqual([{ id: 'alice', role: 'authenticated' }])
    await tx.query(insert('outer'))
  })
  expect(await kept()).toEqual(['outer'])
})

it.each(['first', 'later'])('the outer one goes on when the %s statement in it fails', async (which) => {
  await driver.transaction(alice, async (tx) => {
    if (which === 'later') await tx.query(insert('before'))
    const failing = tx.transaction(async (inner) => {
      if (which === 'later') await inner.query(insert('inner'))
      await inner.query('select 1/0')
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    await tx.query(insert('after'))
  })
  expect(await kept()).toEqual(which === 'later' ? ['before', 'after'] : ['after'])
})

it('does not report success when an error was caught in it', async () => {
  await driver.transaction(alice, async (tx) => {
    const swallowing = tx.transaction(async (inner) => {
      await inner.query(insert('inner'))
      await inner.query('select 1/0').catch(() => undefined)
      return 'fine'
    })
    await expect(swallowing).rejects.toMatchObject({ code: '22012' })
    await tx.query(insert('outer'))
  })
  expect(await kept()).toEqual(['outer'])
})

it('is not set by an error of the outer transaction that came before it', async () => {
  const failing = driver.transaction(alice, async (tx) => {
    await tx.query('select 1/0').catch(() => undefined)
    await tx.transaction((inner) => inner.query(insert('inner'))).catch(() => undefined)
    return 'fine'
  })
  await expect(failing).rejects.toMatchObject({ code: '22012' })
  expect(await kept()).toEqual([])
})

it('nests, and rolls back as deep as the error goes', async () => {
  await driver.transaction(alice, async (tx) => {
    await tx.transaction(async (outer) => {
      await outer.query(insert('1'))
      await outer.transaction(async (inner) => inner.query(insert('1.1')))
      await outer.transaction(async (inner) => inner.query('select 1/0')).catch(() => undefined)
      await outer.query(insert('2'))
    })
    const failing = tx.transaction(async (outer) => {
      await outer.transaction((inner) => inner.query(insert('3.1')))
      throw mine
    })
    await expect(failing).rejects.toBe(mine)
    // Both savepoints ride with one statement, which fails.
    const deep = tx.transaction((outer) => outer.transaction((inner) => inner.query('select 1/0')))
    await expect(deep).rejects.toMatchObject({ code: '22012' })
    await tx.query(insert('4'))
  })
  expect(await kept()).toEqual(['1', '1.1', '2', '4'])
})

it('without a statement costs nothing and may fail', async () => {
  await driver.transaction(alice, async (tx) => {
    expect(await tx.transaction(async () => 'nothing')).toBe('nothing')
    await expect(tx.transaction(() => Promise.reject(mine))).rejects.toBe(mine)
    await tx.query(insert('after'))
  })
  expect(await kept()).toEqual(['after'])
})

it('undoes statements whose neighbour could not be written', async () => {
  for (const opened of [false, true]) {
    await driver.transaction(alice, async (tx) => {
      if (opened) await tx.query('select 1')
      const failing = tx.transaction((inner) =>
        Promise.all([inner.query(unwritable), inner.query(insert('neighbour'))]),
      )
      await expect(failing).rejects.toThrow(/BigInt/)
      await tx.query(insert('outer'))
    })
  }
  expect(await kept()).toEqual(['outer', 'outer'])
})

it('undoes statements that nobody awaited', async () => {
  await driver.transaction(alice, async (tx) => {
    const failing = tx.transaction(async (inner) => {
      void inner.query(insert('not awaited')).catch(() => undefined)
      throw mine
    })
    await expect(failing).rejects.toBe(mine)
  })
  expect(await kept()).toEqual([])
})

it('keeps its parent waiting: what ran meanwhile would be rolled back with it', async () => {
  await driver.transaction(alice, async (tx) => {
    const outcomes = await Promise.allSettled([
      tx.transaction(async (inner) => {
        await inner.query(insert('inner'))
        throw mine
      }),
      tx.query(insert('beside it')),
      tx.transaction((inner) => inner.query(insert('another'))),
    ])
    expect(outcomes).toMatchObject([
      { reason: mine },
      { reason: { code: 'unsupported' } },
      { reason: { code: 'unsupported' } },
    ])
    const within = tx.transaction(() => tx.query('select 1'))
    await expect(within).rejects.toMatchObject({ code: 'unsupported', message: /own "tx"/ })
    await tx.query(insert('after'))
  })
  expect(await kept()).toEqual(['after'])
})

it('that is not awaited rolls everything back, and never reaches the next transaction', async () => {
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  let nested: Promise<unknown> | undefined
  const careless = driver.transaction(alice, async (tx) => {
    nested = tx.transaction(async (inner) => {
      await inner.query(insert('careless'))
      await finished
      throw mine
    })
    nested.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 50))
  })
  await expect(careless).rejects.toMatchObject({ code: 'unsupported', message: /Await it/ })
  // The same connection, and savepoints of the same names.
  await driver.transaction(bob, async (tx) => {
    await tx.transaction(async (inner) => {
      await inner.query(insert('of bob'))
      finish()
      await expect(nested).rejects.toBe(mine)
      await inner.query(insert('of bob, too'))
    })
  })
  expect(await kept()).toEqual(['of bob', 'of bob, too'])
})
