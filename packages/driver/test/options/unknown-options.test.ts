import { PGlite } from '@electric-sql/pglite'
import { neon, Pool } from '@neondatabase/serverless'
import { neonHttp } from '@rowauth/driver/neon-http'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { querySpans } from '@rowauth/driver/opentelemetry'
import { pglite } from '@rowauth/driver/pglite'
import { postgresJs } from '@rowauth/driver/postgres-js'
import pg from 'pg'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'

/** Nothing here connects. */
const url = 'postgresql://app:secret@127.0.0.1:1/app'
type Make = (client: unknown, options?: unknown) => unknown

const drivers: [name: string, make: Make, client: () => unknown, misspelt: string][] = [
  ['nodePostgres', nodePostgres as Make, () => new pg.Pool(), 'prepared'],
  ['neonServerless', neonServerless as Make, () => new Pool({ connectionString: url }), 'cleanup'],
  ['postgresJs', postgresJs as Make, () => postgres(url), 'maxResultByte'],
  ['neonHttp', neonHttp as Make, () => neon(url), 'authToken'],
  ['pglite', pglite as Make, () => PGlite.prototype, 'verify'],
]

describe('the options of a driver', () => {
  it.each(drivers)('%s refuses one that it would not read', (name, make, client, misspelt) => {
    expect(() => make(client(), { verification: 'application' })).not.toThrow()
    expect(() => make(client(), { [misspelt]: true })).toThrow(TypeError)
    expect(() => make(client(), { [misspelt]: true })).toThrow(
      new RegExp(`^${name}\\(\\) has no option "${misspelt}"\\. Its options are: .*verification`),
    )
    for (const wrong of [null, 'database', 7]) {
      expect(() => make(client(), wrong)).toThrow(`${name}() takes its options as an object`)
    }
  })

  it.each(drivers)('%s says what client it takes, and quotes nothing of what it was given', (name, make) => {
    for (const wrong of [undefined, null, url, {}, () => {}]) {
      expect(() => make(wrong)).toThrow(TypeError)
      expect(() => make(wrong)).toThrow(`${name}() takes `)
      expect(() => make(wrong)).not.toThrow(/secret/)
    }
  })

  it('are checked where spans are made as well', () => {
    expect(() => querySpans({ parameter: true } as never)).toThrow(
      'querySpans() has no option "parameter". Its options are: parameters, attributes.',
    )
  })
})
