import { expect, test } from 'vitest'
import { nextState } from '../../src/switching/next-state.js'

test.each([
  ['application', 'database', false, 'transition'],
  ['transition', 'database', false, 'transition'],
  ['transition', 'database', true, 'database'],
  ['database', 'database', false, 'database'],
  ['database', 'database', true, 'database'],
  ['database', 'application', false, 'transition'],
  ['transition', 'application', false, 'transition'],
  ['transition', 'application', true, 'application'],
  ['application', 'application', true, 'application'],
] as const)('from %s to %s, finish %s: %s', (from, to, finish, state) => {
  expect(nextState(from, to, finish)).toBe(state)
})

test('no step is left out', () => {
  expect(() => nextState('application', 'database', true)).toThrow(/first step was not done/)
  expect(() => nextState('database', 'application', true)).toThrow(/first step was not done/)
})
