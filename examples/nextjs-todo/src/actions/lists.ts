'use server'

import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { signedIn } from '@/auth/current'
import { lists } from '@/db/schema'
import * as input from './inputs'
import { type ActionResult, attempt, changed, done } from './result'

const shown = () => revalidatePath('/lists', 'layout')

export async function createList(_before: ActionResult | null, form: FormData): Promise<ActionResult> {
  const { mine } = await signedIn()
  const id = randomUUID()
  const result = await attempt(async () => {
    // No `returning`: the membership that makes the list readable is added after the row.
    await mine.insert(lists).values({ id, name: input.listName.parse(form.get('name')) })
    return done
  })
  if (!result.ok) return result
  shown()
  redirect(`/lists/${id}`)
}

const change = z.union([z.object({ name: input.listName }), z.object({ isPublic: z.boolean() })])

export async function changeList(id: string, values: z.input<typeof change>): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const where = eq(lists.id, input.id.parse(id))
    const rows = await mine.update(lists).set(change.parse(values)).where(where).returning({ id: lists.id })
    shown()
    return changed(rows)
  })
}

export async function deleteList(id: string): Promise<ActionResult> {
  const { mine } = await signedIn()
  const result = await attempt(async () =>
    changed(
      await mine
        .delete(lists)
        .where(eq(lists.id, input.id.parse(id)))
        .returning({ id: lists.id }),
    ),
  )
  if (!result.ok) return result
  shown()
  redirect('/lists')
}
