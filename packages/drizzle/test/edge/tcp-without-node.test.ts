import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { expect, it } from 'vitest'
import { bundle, majors, targets } from './support/bundle.js'

it.each(majors)(
  'where there is no Node, a client over TCP is told how to get its driver: drizzle-orm %s',
  async (major) => {
    const { code } = await bundle('over-tcp', targets['a Worker'], major, { external: ['pg'] })
    const folder = await mkdtemp(join(tmpdir(), 'rowauth-'))
    try {
      const file = join(folder, 'bundle.mjs')
      // The client itself is not what this is about.
      await writeFile(file, code.replace(/from"pg"/, `from${JSON.stringify(import.meta.resolve('pg'))}`))
      const { refusalOfTcp } = await import(pathToFileURL(file).href)
      const pool = new pg.Pool()
      expect(refusalOfTcp(pool)).toMatch(/@rowauth\/driver\/node-postgres.*`driver: nodePostgres`/)
      expect(nodePostgres(pool)).toBeTypeOf('object')
    } finally {
      await rm(folder, { recursive: true })
    }
  },
)
