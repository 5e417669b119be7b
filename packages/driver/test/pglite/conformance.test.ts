import { PGlite } from '@electric-sql/pglite'
import { pglite } from '@rowauth/driver/pglite'
import { conformance, conformanceSql } from '@rowauth/testing/conformance'

conformance('PGlite', async () => {
  const db = await PGlite.create()
  await db.exec(conformanceSql())
  return { driver: pglite(db), interactive: true, close: () => db.close() }
})
