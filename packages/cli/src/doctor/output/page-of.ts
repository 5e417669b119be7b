const page = 'https://github.com/rowauth/rowauth/blob/main/docs/doctor.md'

/** The address of what the documentation says of a lint. */
export function pageOf(number: number): string {
  return `${page}#lint-${number}`
}
