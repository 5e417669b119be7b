import { AuthError } from '@rowauth/core'

/** An answer to a call that is only half understood could be a wrong one. */
export function unknownForm(client: string): AuthError {
  return new AuthError(
    'unsupported',
    `This version of drizzle-orm calls ${client} in a form that rowauth does not know.`,
  )
}

/** Whether an object has no members but these; what another one would ask for could not be kept. */
export function hasOnly(options: object, known: ReadonlySet<string>): boolean {
  return Object.keys(options).every((name) => known.has(name))
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
