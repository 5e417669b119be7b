/** PostgreSQL cuts a longer name, without an error, and would take the role that has the rest. */
const maxNameBytes = 63

/** Whether PostgreSQL takes exactly this role by this name. `none` is its word for "no role", so the login role. */
export function isRoleName(role: unknown): role is string {
  return (
    typeof role === 'string' &&
    role !== '' &&
    role.toLowerCase() !== 'none' &&
    !/\0|\p{Surrogate}/u.test(role) &&
    new TextEncoder().encode(role).length <= maxNameBytes
  )
}

/** @throws {TypeError} for what is no name of a role */
export function assertRoleName(role: unknown): asserts role is string {
  if (isRoleName(role)) return
  throw new TypeError(
    `A Postgres role must be a non-empty string of at most ${maxNameBytes} bytes other than "none".`,
  )
}
