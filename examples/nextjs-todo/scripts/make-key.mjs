import { generateSigningKey } from '@rowauth/core'

// For SIGNING_KEYS, behind those that are there already. Keep it secret: whoever has it can be anybody.
const keys = JSON.parse(process.env.SIGNING_KEYS || '[]')
const { privateJwk } = await generateSigningKey({ alg: 'ES256' })
console.log(JSON.stringify([...keys, privateJwk]))
