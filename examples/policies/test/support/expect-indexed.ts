import { expect } from 'vitest'

/** What a policy asks is evaluated once for the whole query, and finds its rows by an index. */
export function expectIndexed(plan: string): void {
  expect(plan).toMatch(/InitPlan/)
  expect(plan).toMatch(/Index Cond/)
  expect(plan).not.toMatch(/SubPlan|Seq Scan/)
}
