import { authority } from '@/auth/keys'

export const dynamic = 'force-dynamic'

/** The keys that this application's tokens are signed with, for others that are to believe them. */
export function GET(): Response {
  return Response.json(authority().jwks, { headers: { 'cache-control': 'public, max-age=300' } })
}
