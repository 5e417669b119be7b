// #region legacy
import { type AuthSession, trustClaims } from '@rowauth/core'
import { jwtVerify } from 'jose'

/**
 * For a project that still signs with the shared secret (HS256), until its keys are asymmetric.
 *
 * @param secret - JWT_SECRET. Whoever has it can be any user: it belongs on the server alone
 * @throws what jose throws for a token that it refuses
 */
export async function sessionOf(token: string, secret: string, projectRef: string): Promise<AuthSession> {
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
    algorithms: ['HS256'],
    issuer: `https://${projectRef}.supabase.co/auth/v1`,
    audience: 'authenticated',
    requiredClaims: ['sub', 'exp'],
  })
  return trustClaims(payload)
}
// #endregion legacy
