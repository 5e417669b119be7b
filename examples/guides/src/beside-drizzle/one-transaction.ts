// #region together
import type { AuthSession } from '@rowauth/core'
import type { Kysely } from 'kysely'
import { notes } from '../schema.js'
import type { openBoth, Tables } from './both.js'

/** Two notes by two libraries, or none; in one round trip. */
export async function addTwo(
  { db, driver }: ReturnType<typeof openBoth>,
  kysely: Kysely<Tables>,
  session: AuthSession,
) {
  const first = db.insert(notes).values({ body: 'by Drizzle' }).toSQL()
  const second = kysely.insertInto('notes').values({ body: 'by Kysely' }).compile()
  await driver.batch(session, [
    { text: first.sql, values: first.params },
    { text: second.sql, values: second.parameters },
  ])
}
// #endregion together
