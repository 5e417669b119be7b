import type { generateSigningKey } from '@rowauth/core'
import { z } from 'zod'

type SigningKey = Awaited<ReturnType<typeof generateSigningKey>>['privateJwk']

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Its message would quote the text, which holds keys. What is not JSON is not an array of keys.
    return undefined
  }
}

const isSigningKey = (key: unknown) =>
  z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), d: z.string(), kid: z.string() }).safeParse(key)
    .success

const isConnectionString = (text: string) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)

const environment = z.object({
  DATABASE_URL: z
    .string('is not set')
    .refine(isConnectionString, 'is not a connection string: postgresql://…'),
  /** The first key signs, all of them verify. */
  SIGNING_KEYS: z
    .string('is not set: run `node scripts/make-key.mjs`')
    .transform(parseJson)
    .pipe(
      z.custom<[SigningKey, ...SigningKey[]]>(
        (keys) => Array.isArray(keys) && keys.length > 0 && keys.every(isSigningKey),
        'is not a JSON array of private ES256 keys: run `node scripts/make-key.mjs`',
      ),
    ),
  /** Whether the database verifies tokens, too. Its auth schema was installed for the one or for the other. */
  VERIFICATION: z
    .enum(['application', 'database'], 'is not "application" or "database"')
    .default('application'),
  /** Seconds for which a token is good. It is renewed in the second half of that time. */
  TOKEN_LIFETIME: z.coerce
    .number('is not a number of seconds')
    .int('is not a whole number of seconds')
    .positive('is not a positive number of seconds')
    .default(900),
  /** Connections of this process. */
  POOL_SIZE: z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .positive('is not positive')
    .default(10),
  /** The address of `@rowauth/neon-local`, which stands in for Neon on one's own machine. */
  NEON_ENDPOINT: z.url('is not a URL').optional(),
  /** Where `pnpm todo` counts round trips on the wire. */
  WIRE_COUNTER_URL: z.url('is not a URL').optional(),
})

let known: z.infer<typeof environment> | undefined

/** What the environment says. Its errors name variables and never hold a value: most of them are secrets. */
export function settings(): z.infer<typeof environment> {
  if (known) return known
  const read = environment.safeParse(process.env)
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new Error(`The environment is not in order. ${problems.join('. ')}.`)
  }
  known = read.data
  return known
}
