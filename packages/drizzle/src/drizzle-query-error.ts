import * as drizzle from 'drizzle-orm'

/**
 * As a member of the namespace: drizzle-orm before 0.44 does not export it, and whoever has that is to be told which
 * version is needed, not which name is missing.
 */
export const DrizzleQueryError = drizzle.DrizzleQueryError
export type DrizzleQueryError = drizzle.DrizzleQueryError
