import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Conditions {
  readonly source?: string
  readonly default: string
}

interface Manifest {
  readonly exports: Record<string, string | Conditions>
}

const folders = readdirSync('packages').map((name) => join('packages', name))

describe.each(folders)('%s', (folder) => {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const entries = Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string' ? [] : [{ path, target }],
  )

  // Without it vitest and TypeScript would take the last build in silence.
  it.each(entries)('names the source of $path first', ({ target }) => {
    const source = target.default.replace(/^\.\/dist\/(.*)\.js$/, './src/$1.ts')
    expect(Object.entries(target)[0]).toEqual(['source', source])
    expect(existsSync(join(folder, source))).toBe(true)
  })
})
