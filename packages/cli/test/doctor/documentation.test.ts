import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lints } from '../../src/doctor/generated.js'

const page = readFileSync('docs/doctor.md', 'utf8')

test('the page has a section for every lint, and none for others', () => {
  const sections = [...page.matchAll(/^### (.*)\n\n\*\*(\w+)\*\*, `(.*)`\n\n(.*)\n\n\*Fix:\* (.*)$/gm)]
  expect(sections.map(([, ...parts]) => parts)).toEqual(
    lints.map(({ number, title, level, name, why, remedy }) => [
      `${number}: ${title}`,
      level,
      name,
      why,
      remedy,
    ]),
  )
})

test('numbers are unique and in order', () => {
  const numbers = lints.map(({ number }) => number)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
})
