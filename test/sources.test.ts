import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Target = string | { readonly [condition: string]: Target }

interface Manifest {
  readonly exports: Target
  readonly imports?: Target
}

interface Entry {
  /** The path and the conditions that lead there. */
  readonly path: string
  readonly conditions: { readonly [condition: string]: Target }
}

/** What `exports` or `imports` lead to under one condition or another. */
function entriesOf(target: Target, path = ''): Entry[] {
  if (typeof target === 'string') return []
  if (typeof target.default === 'string') return [{ path, conditions: target }]
  return Object.entries(target).flatMap(([key, each]) => entriesOf(each, `${path} ${key}`.trim()))
}

const folders = readdirSync('packages').map((name) => join('packages', name))

describe.each(folders)('%s', (folder) => {
  const { exports, imports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

  // Without it vitest and TypeScript would take the last build in silence.
  it.each([...entriesOf(exports), ...entriesOf(imports)])(
    'names the source of $path first',
    ({ conditions }) => {
      const source = String(conditions.default).replace(/^\.\/dist\/(.*)\.js$/, './src/$1.ts')
      expect(Object.entries(conditions)[0]).toEqual(['source', source])
      expect(existsSync(join(folder, source))).toBe(true)
    },
  )
})
