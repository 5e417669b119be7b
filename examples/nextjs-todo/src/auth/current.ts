import 'server-only'
import type { AuthSession } from '@rowauth/core'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { db, type OwnDatabase } from '@/db/database'
import { sessionOf } from './session-cookie'

/** Who is signed in. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
}

export interface SignedIn {
  readonly session: AuthSession
  readonly person: Person
  /** The database as this person sees it. */
  readonly mine: OwnDatabase
}

/** The session of the request, or null for a visitor. */
const currentSession = cache(
  async (): Promise<AuthSession | null> => await sessionOf(await headers(), await cookies()),
)

export async function currentPerson(): Promise<Person | null> {
  const session = await currentSession()
  if (session === null) return null
  const { sub, name, email } = session.claims
  return { id: String(sub), name: String(name), email: String(email) }
}

/** Whoever is signed in, and their database; everybody else is sent to the sign-in page. */
export async function signedIn(): Promise<SignedIn> {
  const session = await currentSession()
  const person = await currentPerson()
  if (session === null || person === null) redirect('/sign-in')
  return { session, person, mine: db.$withAuth(session) }
}
