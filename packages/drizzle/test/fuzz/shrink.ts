/** How often a case is tried while it is made smaller. */
const patience = 150

/**
 * The smallest of what can be made of a case by leaving parts out that still goes wrong.
 *
 * @param smaller - everything that is one part smaller
 */
export async function shrink<T>(
  given: T,
  smaller: (given: T) => Iterable<T>,
  goesWrong: (given: T) => Promise<boolean>,
): Promise<T> {
  let smallest = given
  let tries = 0
  for (let candidates = smaller(smallest)[Symbol.iterator](); tries < patience; tries += 1) {
    const { value, done } = candidates.next()
    if (done) break
    if (!(await goesWrong(value))) continue
    smallest = value
    candidates = smaller(smallest)[Symbol.iterator]()
  }
  return smallest
}

/** A list without one of its elements, in every way. */
export function* without<T>(list: readonly T[]): Generator<T[]> {
  for (const at of list.keys()) yield list.filter((_, each) => each !== at)
}

/** A list with one of its elements made smaller, in every way. */
export function* withSmaller<T>(list: readonly T[], smaller: (element: T) => Iterable<T>): Generator<T[]> {
  for (const [at, element] of list.entries()) {
    for (const next of smaller(element)) yield list.with(at, next)
  }
}
