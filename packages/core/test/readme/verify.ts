import { AuthError, bearerToken, createVerifier } from '@rowauth/core'

const verifier = createVerifier({
  jwks: 'https://issuer.example/.well-known/jwks.json',
  issuer: 'https://issuer.example',
  audience: 'my-api',
  requiredClaims: ['exp', 'sub'],
})

export async function whoIs(request: Request): Promise<string> {
  const token = bearerToken(request.headers)
  if (token === null) return 'a visitor'
  try {
    const session = await verifier.verify(token)
    return session.claims.sub ?? 'someone without a name'
  } catch (error) {
    if (error instanceof AuthError) return `refused: ${error.code}, HTTP status ${error.status}`
    throw error
  }
}
