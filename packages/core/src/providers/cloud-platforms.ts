import type { VerifierOptions } from '../jwt/verifier-options.js'
import { type ProviderOptions, preset } from './preset.js'
import { readAudience, readId } from './provider-input.js'

/**
 * Firebase Authentication and Google Cloud Identity Platform ID tokens. All projects share one set of keys, so
 * the project is checked as issuer and as audience.
 *
 * @param options - `projectId`: the project
 * @see https://firebase.google.com/docs/auth/admin/verify-id-tokens#verify_id_tokens_using_a_third-party_jwt_library
 */
export function firebase(
  options: Omit<ProviderOptions, 'audience'> & { readonly projectId: string },
): VerifierOptions {
  const project = readId('projectId', options?.projectId)
  const jwks = 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com'
  return {
    ...preset(
      'firebase',
      ['projectId'],
      { jwks, issuer: `https://securetoken.google.com/${project}` },
      options,
    ),
    audience: project,
  }
}

/**
 * Google Identity ID tokens. Everyone's tokens are signed with the same keys: the audience tells yours apart.
 *
 * @param options - `audience`: your client id, or several
 * @see https://developers.google.com/identity/gsi/web/guides/verify-google-id-token
 */
export function google(
  options: ProviderOptions & { readonly audience: string | readonly string[] },
): VerifierOptions {
  const audience = readAudience('audience', options?.audience)
  const issuer = ['https://accounts.google.com', 'accounts.google.com']
  return {
    ...preset('google', [], { jwks: 'https://www.googleapis.com/oauth2/v3/certs', issuer }, options),
    audience,
  }
}

/**
 * Amazon Cognito user pool tokens. ID tokens name the app client in `aud`; access tokens name it in `client_id`
 * and have no `aud`. So with `audience` only ID tokens of that client are accepted, and without it the ID and
 * access tokens of every client of the pool.
 *
 * @param options - `region`, such as `eu-central-1`; `userPoolId`, such as `eu-central-1_AbCdEfGhI`
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function cognito(
  options: ProviderOptions & { readonly region: string; readonly userPoolId: string },
): VerifierOptions {
  const region = options?.region
  if (typeof region !== 'string' || !/^[a-z]{2}(?:-[a-z]+)+-\d+$/.test(region)) {
    throw new TypeError('`region` must be an AWS region such as "eu-central-1".')
  }
  const pool = readId('userPoolId', options.userPoolId)
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  const issuer = `https://cognito-idp.${region}.${domain}/${pool}`
  return preset(
    'cognito',
    ['region', 'userPoolId'],
    { jwks: `${issuer}/.well-known/jwks.json`, issuer },
    options,
  )
}
