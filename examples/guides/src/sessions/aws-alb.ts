// #region session
import { type AuthSession, trustClaims } from '@rowauth/core'
import { AlbJwtVerifier } from 'aws-jwt-verify'
import { AlbJwksCache } from 'aws-jwt-verify/alb-cache'

/** What tells your load balancer's tokens from those of everybody else's in the region, who sign with the same keys. */
interface LoadBalancer {
  readonly albArn: string
  readonly issuer: string
  readonly clientId: string
}

/** Whom the load balancer has signed in; null for a visitor, where its rule lets visitors pass. */
export function createSessionOf(loadBalancer: LoadBalancer, jwksCache = new AlbJwksCache()) {
  const verifier = AlbJwtVerifier.create(loadBalancer, { jwksCache })
  return async (headers: Headers): Promise<AuthSession | null> => {
    const data = headers.get('x-amzn-oidc-data')
    if (data === null) return null
    const { sub, exp } = await verifier.verify(data)
    return trustClaims({ sub }, { expiresAt: exp })
  }
}

// #endregion session

// #region token
import { createVerifier, providers } from '@rowauth/core'

export const verifier = createVerifier(
  providers.cognito({ region: 'eu-central-1', userPoolId: 'eu-central-1_AbCdEfGhI' }),
)

/** The access token of the provider behind the load balancer, unverified: for `$withAuth` of a database with that verifier. */
export function tokenOf(headers: Headers): string | null {
  return headers.get('x-amzn-oidc-accesstoken')
}
// #endregion token
