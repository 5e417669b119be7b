import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bundle, majors, targets, textOfTcpDriver } from './support/bundle.js'

/** Code that needs Node: the driver over TCP and the client under it. */
const overTcp =
  /packages\/driver\/src\/(node-postgres|postgres-js)\/|clients\/tcp\/(node-postgres|postgres-js)\.|\/node_modules\/(pg|pg-[^/]*)\//

/** The look at the setup in development. */
const ofTheCheck = /packages\/drizzle\/src\/setup\/(?!no-)/

describe.each(majors)('an application over HTTP on drizzle-orm %s', (major) => {
  it.each(Object.entries(targets))(
    'bundles for %s, without Node and without the driver over TCP',
    async (_, target) => {
      const { code, files, imports, later } = await bundle('worker', target, major, { splitting: true })
      expect(imports).toEqual([])
      // What most applications over HTTP never load: the driver over WebSockets.
      expect(later.filter((file) => !file.startsWith('packages/driver/src/'))).toEqual([])
      expect(later).toContain('packages/driver/src/neon-serverless/neon-serverless.ts')
      // Not `toContain`, which would print the code.
      expect(code.includes(textOfTcpDriver)).toBe(false)
      // What is asked for only where it is there does no harm.
      const named = code.match(/.{0,20}["'`]node:\w+/g) ?? []
      expect(named.filter((place) => !place.includes('getBuiltinModule?.('))).toEqual([])
      expect(files.filter((file) => overTcp.test(file))).toEqual([])
      expect(files.some((file) => file.includes('packages/driver/src/neon-http/'))).toBe(true)
      expect(files.filter((file) => ofTheCheck.test(file))).toEqual([])
    },
  )

  it('for Node has the driver, which an application over TCP needs', async () => {
    const { code, files } = await bundle('worker', { platform: 'node' }, major)
    expect(code.includes(textOfTcpDriver)).toBe(true)
    expect(files.filter((file) => overTcp.test(file))).not.toEqual([])
  })

  it('has the check in development in a file of its own, and for production not at all', async () => {
    const check = 'packages/drizzle/src/setup/setup-check.ts'
    const split = await bundle('worker', { platform: 'node' }, major, { splitting: true })
    expect(split.later).toContain(check)
    const define = { 'process.env.NODE_ENV': '"production"' }
    const production = await bundle('worker', { platform: 'node' }, major, { splitting: true, define })
    expect(production.later).not.toContain(check)
    expect(production.files.filter((file) => ofTheCheck.test(file))).toEqual([
      'packages/drizzle/src/setup/watch-setup.ts',
    ])
  })
})

describe('the sizes in the README', () => {
  const external = ['drizzle-orm', 'drizzle-orm/*', '@neondatabase/serverless']
  const splitting = true
  const bundles = {
    'rowauth with jose': () => bundle('rowauth', targets['a Worker'], '0.45', { external, splitting }),
    'the same in one file, with the driver over WebSockets': () =>
      bundle('rowauth', targets['a Worker'], '0.45', { external }),
    'the whole application on drizzle-orm 0.45': () =>
      bundle('worker', targets['a Worker'], '0.45', { splitting }),
    'the whole application on drizzle-orm 1.0': () =>
      bundle('worker', targets['a Worker'], '1.0', { splitting }),
  }

  it.each(Object.entries(bundles))('%s', async (name, make) => {
    const { code } = await make()
    const measured = [code.length, gzipSync(code).length].map((bytes) => bytes / 1000)
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
    const [, ...written] = new RegExp(`^\\| ${name} \\| (\\d+) kB \\| (\\d+) kB \\|$`, 'm').exec(readme) ?? []
    const expected = `| ${name} | ${measured.map((size) => `${Math.round(size)} kB`).join(' | ')} |`
    expect(written, `The README has no row like ${expected}`).toHaveLength(2)
    for (const [index, size] of measured.entries()) {
      const difference = Math.abs(Number(written[index]) - size) / size
      expect(difference, `The README should say: ${expected}`).toBeLessThan(0.05)
    }
  })
})
