/** Lets an option be repeated. One that took several words would take the command's argument for one of them. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value]
}
