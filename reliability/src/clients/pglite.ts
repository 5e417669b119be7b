import { PGlite } from '@electric-sql/pglite'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/pglite'
import { type Bench, benchSql } from '../bench/bench.js'
import type { ClientUnderTest, Handle } from './client-under-test.js'

/** What each bench's database is made from: that is quicker than from nothing. */
const dumps = new WeakMap<Bench, Promise<Blob>>()

function dump(bench: Bench): Promise<Blob> {
  const made = (async () => {
    const client = await PGlite.create()
    await client.exec(benchSql(bench.verification, bench.identities))
    const data = await client.dumpDataDir('none')
    await client.close()
    return data
  })()
  dumps.set(bench, made)
  return made
}

export const pgliteClient: ClientUnderTest = {
  name: 'PGlite',
  remote: false,
  interactive: true,
  pooled: false,
  limitsWait: false,
  async open(bench, { verifier = bench.identities.verifier } = {}) {
    const client = await PGlite.create({ loadDataDir: await (dumps.get(bench) ?? dump(bench)) })
    const db = withAuth(drizzle({ client }), { verifier, verification: bench.verification })
    return {
      as: (token) => db.$withAuth(token) as unknown as Handle,
      owner: {
        async query(text, values) {
          if (values !== undefined) return await client.query<Record<string, unknown>>(text, values)
          const results = await client.exec(text)
          return { rows: (results.at(-1)?.rows ?? []) as Record<string, unknown>[] }
        },
      },
      close: () => client.close(),
    }
  },
}
