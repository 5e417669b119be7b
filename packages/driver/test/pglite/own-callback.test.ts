import { PGlite } from '@electric-sql/pglite'
import { trustClaims } from '@rowauth/core'
import { pglite } from '@rowauth/driver/pglite'
import { conformanceSql } from '@rowauth/testing/conformance'
import { expect, it } from 'vitest'

it('a call within the callback of its own transaction is refused, for it would wait for ever', async () => {
  const db = await PGlite.create()
  await db.exec(conformanceSql())
  const driver = pglite(db)
  const alice = trustClaims({ sub: 'alice' })
  const text = 'select title from todos order by title'
  const inside = await driver.transaction(alice, async (tx) => {
    await tx.query(text)
    await expect(driver.query(alice, text)).rejects.toMatchObject({ code: 'unsupported' })
    return (await tx.query(text)).rows
  })
  expect(inside).toEqual([{ title: 'a1' }, { title: 'a2' }])
  // Before its first statement a transaction holds nothing.
  const { rows } = await driver.transaction(alice, () => driver.query(alice, text))
  expect(rows).toEqual(inside)
  await db.close()
})
