import { generateSigningKey } from '@rowauth/core'

// For PRIVATE_JWK in the environment of a deployment. Keep it secret: whoever has it can be anybody.
const { privateJwk } = await generateSigningKey({ alg: 'RS256' })
console.log(JSON.stringify(privateJwk))
