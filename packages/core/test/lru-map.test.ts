import { LruMap } from '@rowauth/core/internal'
import { expect, test } from 'vitest'

test('what is read or written moves to the end', () => {
  const map = new LruMap<string, number>([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ])
  expect(map.get('a')).toBe(1)
  map.set('b', 20)
  expect(map.get('none')).toBeUndefined()
  expect([...map]).toEqual([
    ['c', 3],
    ['a', 1],
    ['b', 20],
  ])
  expect(map.has('c')).toBe(true)
  expect([...map.keys()]).toEqual(['c', 'a', 'b'])
})

test('what was not used for the longest time goes first', () => {
  const map = new LruMap<string, number>([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ])
  map.get('a')
  map.keepAtMost(3)
  expect([...map.keys()]).toEqual(['b', 'c', 'a'])
  map.keepAtMost(1)
  expect([...map.keys()]).toEqual(['a'])
})
