import { readNames } from './read-names.js'

/** ID and access tokens: of RFC 7519, and of RFC 9068. */
const sessionTypes = ['jwt', 'at+jwt']

/** The media type that `typ` stands for (RFC 7515, 4.1.9), by which types are compared. A token without is a JWT. */
export function tokenType(typ: string | undefined): string {
  return (typ ?? 'JWT').toLowerCase().replace(/^application\/(?=[^/]*$)/, '')
}

/**
 * The accepted types of tokens, as `tokenType` writes them.
 *
 * @throws {TypeError} for what are no names
 */
export function readTypes(value: unknown): ReadonlySet<string> {
  return new Set([...(readNames('types', value) ?? sessionTypes)].map(tokenType))
}
