import type { Asker } from './journey.js'

/** The role that adopting makes for the application to log in as. */
export const login = 'rowauth_authenticator'

/** Who asks the to-do application on Neon RLS, for what, and what comes of it. */
export const askers: readonly Asker[] = [
  { name: 'alice', claims: { sub: 'alice' } },
  { name: 'bob', claims: { sub: 'bob' } },
  { name: 'visitor', claims: null },
]
export const todos = 'select task from todos order by task'
export const seen = { alice: ['call home', 'water the plants'], bob: ['pay rent'], visitor: [] }
