import { defaultNames } from '@rowauth/core/internal'
import { pgRole } from 'drizzle-orm/pg-core'

/** The role of a request that carries a verified token. Made by the auth schema, so drizzle-kit neither creates nor drops it. */
export const authenticatedRole = pgRole(defaultNames.authenticated).existing()

/** The role of a request without a token. Made by the auth schema, so drizzle-kit neither creates nor drops it. */
export const anonymousRole = pgRole(defaultNames.anonymous).existing()

/** The role that the application logs in as: it may take the other two and has no rights of its own. Made by the auth schema. */
export const authenticatorRole = pgRole(defaultNames.authenticator).existing()
