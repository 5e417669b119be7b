/** The heap that is in use after a collection, in bytes. Needs `--expose-gc`. */
export function heapInUse(): number {
  if (globalThis.gc === undefined) throw new Error('Run this with `node --expose-gc`.')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().heapUsed
}

export const mebibyte = 1024 ** 2

/** What a run may hold more at its end than after a fifth of it: a share, and bytes that do not count. */
export function hasGrown(early: number, late: number): boolean {
  return late > early * 1.25 + 16 * mebibyte
}
