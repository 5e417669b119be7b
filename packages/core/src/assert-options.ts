/** The names of the options of a call; written with `satisfies OptionNames<Options>`, none is forgotten. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>

/**
 * Refuses options that nobody would read: behind a misspelt `audience` nothing is checked.
 *
 * @param call - whose options they are, as messages name it
 * @throws {TypeError} for what is no object, and for an unknown name
 */
export function assertOptions(
  call: string,
  options: unknown,
  names: Readonly<Record<string, true>>,
): asserts options is object {
  const known = Object.keys(names).join(', ')
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${call} takes its options as an object; they are: ${known}.`)
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name))
  if (unknown !== undefined) {
    throw new TypeError(`${call} has no option ${JSON.stringify(unknown)}. Its options are: ${known}.`)
  }
}
