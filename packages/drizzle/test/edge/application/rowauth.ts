/** What an application over HTTP imports of rowauth. */
export { createVerifier } from '@rowauth/core'
export { withAuth } from '@rowauth/drizzle'
