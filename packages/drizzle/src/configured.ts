/**
 * Marks what `withAuth` has returned: Drizzle's own databases have a `$withAuth`, too, over neon-http. Registered, for
 * there may be several copies of this module.
 */
export const configured = Symbol.for('rowauth: configured')
