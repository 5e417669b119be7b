export { betterAuth, neonAuth } from './better-auth.js'
export { azureAd, cognito, firebase, google } from './cloud-platforms.js'
export { auth0, clerk, descope, propelAuth, stackAuth, stytch, workOs } from './hosted-services.js'
export { keycloak, supabase, superTokens } from './self-hostable.js'
