import { generateSigningKey } from '@rowauth/core'

// For SIGNING_KEYS. Keep it secret: whoever has it can be anybody.
const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
console.log(JSON.stringify([privateJwk]))
