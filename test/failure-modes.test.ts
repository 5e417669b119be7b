import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const tests = ['packages', 'examples']
  .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}/test`))
  .flatMap((folder) => {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  })
  .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
  .map((file) => readFileSync(file, 'utf8'))

const rows = [...readFileSync('docs/failure-modes.md', 'utf8').matchAll(/^\| (\d+) \|/gm)].map(([, row]) =>
  Number(row),
)

it('lists every row once, in order', () => {
  expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b))
  expect(rows.slice(0, 36)).toEqual(Array.from({ length: 36 }, (_, n) => n + 1))
})

it.each(rows)('row %i has a test named after it', (row) => {
  expect(tests.some((text) => text.includes(`row ${row}: `))).toBe(true)
})
