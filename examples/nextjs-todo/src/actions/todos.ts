'use server'

import { and, eq, sql } from 'drizzle-orm'
import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { signedIn } from '@/auth/current'
import { todos } from '@/db/schema'
import * as input from './inputs'
import { type ActionResult, attempt, changed, done } from './result'

const shown = () => revalidatePath('/lists/[id]', 'page')

export async function addTodo(listId: string, title: string): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const list = input.id.parse(listId)
    const first = sql<number>`(select coalesce(min(position), 0) - 1 from todos where list_id = ${list})`
    await mine.insert(todos).values({ listId: list, title: input.title.parse(title), position: first })
    shown()
    return done
  })
}

const change = z.union([z.object({ title: input.title }), z.object({ done: z.boolean() })])

export async function changeTodo(id: string, values: z.input<typeof change>): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const where = eq(todos.id, input.id.parse(id))
    const rows = await mine.update(todos).set(change.parse(values)).where(where).returning({ id: todos.id })
    shown()
    return changed(rows)
  })
}

export async function removeTodo(id: string): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const rows = await mine
      .delete(todos)
      .where(eq(todos.id, input.id.parse(id)))
      .returning({ id: todos.id })
    shown()
    return changed(rows)
  })
}

export async function clearDone(listId: string): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const where = and(eq(todos.listId, input.id.parse(listId)), eq(todos.done, true))
    const rows = await mine.delete(todos).where(where).returning({ id: todos.id })
    shown()
    return changed(rows)
  })
}

/** Puts todos of a list into this order, in one statement. */
export async function orderTodos(listId: string, ids: string[]): Promise<ActionResult> {
  const { mine } = await signedIn()
  return await attempt(async () => {
    const list = input.id.parse(listId)
    const order = JSON.stringify([...new Set(z.array(input.id).max(10_000).parse(ids))])
    const place = sql<number>`(
      select place from jsonb_array_elements_text(${order}::jsonb) with ordinality as wanted (id, place)
      where wanted.id = todos.id::text
    )`
    const inOrder = sql`${order}::jsonb ? todos.id::text`
    const where = and(eq(todos.listId, list), inOrder)
    const rows = await mine.update(todos).set({ position: place }).where(where).returning({ id: todos.id })
    shown()
    return changed(rows)
  })
}
