import { describe, expect, it } from 'vitest'
import { DelayLine } from '../../src/proxy/delay-line.js'

describe('DelayLine', () => {
  it('does things at once without a delay', () => {
    const done: number[] = []
    const line = new DelayLine(() => 0)
    line.push(() => done.push(1))
    line.push(() => done.push(2))
    expect(done).toEqual([1, 2])
  })

  it('keeps the order while the delay changes, and is never early', async () => {
    const delays = [30, 5, 0, 12, 0.5, 0]
    const start = performance.now()
    const done: { index: number; early: boolean }[] = []
    let delay = 0
    const line = new DelayLine(() => delay)
    await new Promise<void>((resolve) => {
      for (const [index, next] of delays.entries()) {
        delay = next
        line.push(() => {
          done.push({ index, early: performance.now() - start < next })
          if (index === delays.length - 1) resolve()
        })
      }
    })
    expect(done).toEqual(delays.map((_, index) => ({ index, early: false })))
  })

  it('does things that are handed over by what it does', async () => {
    const line = new DelayLine(() => 2)
    await new Promise<void>((resolve) => line.push(() => line.push(() => line.push(resolve))))
  })

  it('forgets what is cleared, and goes on with what comes after', async () => {
    const done: string[] = []
    const line = new DelayLine(() => 5)
    line.push(() => done.push('cleared'))
    line.clear()
    await new Promise<void>((resolve) => line.push(resolve))
    await new Promise<void>((resolve) => line.push(resolve))
    expect(done).toEqual([])
  })
})
