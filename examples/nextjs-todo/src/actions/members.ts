'use server'

import { and, eq, sql } from 'drizzle-orm'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { signedIn } from '@/auth/current'
import { members } from '@/db/schema'
import * as input from './inputs'
import { type ActionResult, attempt, changed, done } from './result'

const shown = () => revalidatePath('/lists', 'layout')

const membership = (listId: string, userId: string) =>
  and(eq(members.listId, input.id.parse(listId)), eq(members.userId, input.id.parse(userId)))

export async function invite(listId: string, email: string, role: string): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(
    async () => {
      const userId = sql<string>`(select private.find_person(${input.email.parse(email)}))`
      const values = { listId: input.id.parse(listId), userId, role: input.guestRole.parse(role) }
      await mine.insert(members).values(values)
      shown()
      return done
    },
    { '23505': 'They are a member already.', '42501': 'Only the owner shares a list.' },
  )
}

export async function changeRole(listId: string, userId: string, role: string): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const rows = await mine
      .update(members)
      .set({ role: input.guestRole.parse(role) })
      .where(membership(listId, userId))
      .returning({ listId: members.listId })
    shown()
    return changed(rows)
  })
}

export async function removeMember(listId: string, userId: string): Promise<ActionResult> {
  const { mine, person } = await signedIn()
  const result = await attempt(async () => {
    const where = membership(listId, userId)
    return changed(await mine.delete(members).where(where).returning({ listId: members.listId }))
  })
  if (!result.ok) return result
  shown()
  if (userId === person.id) redirect('/lists')
  return result
}
