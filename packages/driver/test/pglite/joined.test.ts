import { PGlite } from '@electric-sql/pglite'
import { pglite } from '@rowauth/driver/pglite'
import { conformanceSql } from '@rowauth/testing/conformance'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, bob } from '../fixture.js'

let db: PGlite
beforeAll(async () => {
  db = await PGlite.create()
  await db.exec(conformanceSql())
})
afterAll(() => db?.close())

const sub = `select current_setting('request.jwt.claims')::json->>'sub' as sub`
const application = `select current_user as role, coalesce(current_setting('request.jwt.claims', true), '') as claims`
const nobody = [{ role: 'postgres', claims: '' }]
const joinedOn = (tx: object) => {
  const joined = pglite(db).within?.(tx)
  if (joined === undefined) throw new Error('PGlite joins transactions.')
  return joined
}

it('calls that are made at once run as their own users, and role and claims are what they were', async () => {
  await db.transaction(async (tx) => {
    const results = await Promise.all([
      joinedOn(tx).query(alice, sub),
      joinedOn(tx).query(bob, sub),
      joinedOn(tx).batch(alice, [sub]),
      joinedOn(tx).transaction(bob, (own) => own.query(sub)),
    ])
    expect(results.flat().map(({ rows }) => rows)).toEqual(
      ['alice', 'bob', 'alice', 'bob'].map((name) => [{ sub: name }]),
    )
    expect((await tx.query(application)).rows).toEqual(nobody)
  })
})

it('a batch that fails is rolled back to before it', async () => {
  await db.transaction(async (tx) => {
    await expect(joinedOn(tx).batch(alice, [sub, 'select 1 / 0'])).rejects.toThrow('division by zero')
    expect((await tx.query(application)).rows).toEqual(nobody)
  })
})

it('a transaction whose error was swallowed rejects with it, and the outer one goes on', async () => {
  await db.transaction(async (tx) => {
    const swallowed = joinedOn(tx).transaction(alice, (own) => own.query('select 1 / 0').catch(() => {}))
    await expect(swallowed).rejects.toThrow('division by zero')
    expect((await tx.query(application)).rows).toEqual(nobody)
  })
})

/** PGlite writes parameters when the claims are there already. */
const unwritable = {
  text: 'select $1::text',
  values: [
    {
      toString() {
        throw new Error('not to be written')
      },
    },
  ],
}

it('a parameter that cannot be written does not leave the role behind', async () => {
  const failed = db.transaction(async (tx) => {
    await expect(joinedOn(tx).query(alice, unwritable)).rejects.toThrow('not to be written')
    await tx.query(application)
  })
  await expect(failed).rejects.toMatchObject({ code: '25P02' })
})

it('a parameter that cannot be written rolls a batch back to before it', async () => {
  await db.transaction(async (tx) => {
    const insert = "insert into todos (user_id, title) values ('alice', 'undone')"
    await expect(joinedOn(tx).batch(alice, [insert, unwritable])).rejects.toThrow('not to be written')
    expect((await tx.query(application)).rows).toEqual(nobody)
    expect((await tx.query("select 1 from todos where title = 'undone'")).rows).toEqual([])
  })
})
