import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest'
import { printChapter } from '../src/report.js'

let log: MockInstance<typeof console.log>
beforeEach(() => {
  log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
})
afterEach(() => log.mockRestore())

const line = { who: 'alice', call: 'select', run: async () => [], expected: 'no rows', roundTrips: 1 }

it.each([
  { name: 'the expected outcome in the expected round trips', outcome: 'no rows', counted: 1, wrong: 0 },
  { name: 'another outcome', outcome: 'rows of bob', counted: 1, wrong: 1 },
  { name: 'another number of round trips', outcome: 'no rows', counted: 2, wrong: 1 },
])('counts $name as $wrong wrong', ({ outcome, counted, wrong }) => {
  expect(printChapter('Reading', [{ ...line, outcome, counted }])).toBe(wrong)
  expect(log.mock.calls.flat().join('\n').includes('expected: no rows, 1')).toBe(wrong === 1)
})
