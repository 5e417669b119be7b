import type { Misconfiguration } from './misconfiguration.js'
import { betterAuth } from './misconfigured/better-auth.js'
import { cloudPlatforms } from './misconfigured/cloud-platforms.js'
import { hostedServices } from './misconfigured/hosted-services.js'
import { identityServers } from './misconfigured/identity-servers.js'
import { oktaAndKinde } from './misconfigured/okta-and-kinde.js'
import { selfHostable } from './misconfigured/self-hostable.js'
import type { shapes } from './shapes.js'

/** The usual ones of each provider. */
export const misconfigurations: Readonly<Record<keyof typeof shapes, readonly Misconfiguration[]>> = {
  ...hostedServices,
  ...cloudPlatforms,
  ...selfHostable,
  ...betterAuth,
  ...oktaAndKinde,
  ...identityServers,
}
