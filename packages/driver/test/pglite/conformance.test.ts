import { PGlite } from '@electric-sql/pglite'
import { pglite } from '@rowauth/driver/pglite'
import { conformance, conformanceSql } from '@rowauth/testing/conformance'

for (const verification of ['application', 'database'] as const) {
  const start = async () => {
    const db = await PGlite.create()
    await db.exec(conformanceSql({ verification }))
    return { driver: pglite(db, { verification }), interactive: true, close: () => db.close() }
  }
  conformance('PGlite', start, { verification })
}
