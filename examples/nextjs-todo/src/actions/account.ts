'use server'

import { sql } from 'drizzle-orm'
import { redirect } from 'next/navigation'
import type { Person } from '@/auth/current'
import { hashPassword, isPassword } from '@/auth/passwords'
import { startSession } from '@/auth/start-session'
import { db } from '@/db/database'
import { lists } from '@/db/schema'
import * as input from './inputs'
import { type ActionResult, attempt, done } from './result'

export async function signUp(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const result = await attempt(
    async () => {
      const name = input.personName.parse(form.get('name'))
      const email = input.email.parse(form.get('email'))
      const passwordHash = await hashPassword(input.password.parse(form.get('password')))
      const { rows } = await db
        .$withAuth(null)
        .execute<{ id: string }>(sql`select private.sign_up(${email}, ${name}, ${passwordHash}) as id`)
      const id = String(rows[0]?.id)
      const mine = await startSession({ id, name, email })
      await mine.insert(lists).values({ name: 'My first list' })
      return done
    },
    { '23505': 'There is an account with this address already. Sign in instead.' },
  )
  if (result.ok) redirect('/lists')
  return result
}

export async function signIn(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const result = await attempt(async () => {
    const email = input.email.parse(form.get('email'))
    const { rows } = await db
      .$withAuth(null)
      .execute<{ id: string; name: string; password_hash: string }>(
        sql`select id, name, password_hash from private.credentials_of(${email})`,
      )
    const [account] = rows
    const isRight = await isPassword(String(form.get('password') ?? ''), account?.password_hash)
    if (!isRight || account === undefined) {
      return { ok: false, message: 'The address or the password is wrong.' }
    }
    const person: Person = { id: account.id, name: account.name, email }
    await startSession(person)
    return done
  })
  if (result.ok) redirect('/lists')
  return result
}
