// #region before-notes
import { eq } from 'drizzle-orm'
import { notes } from '../schema.js'
import type { createRls } from './before.js'

type Rls = ReturnType<typeof createRls>

export const listNotes = (rls: Rls, token: string | null) =>
  rls(token, (tx) => tx.select({ body: notes.body }).from(notes).orderBy(notes.id))

export const renameNote = (rls: Rls, token: string, id: number, body: string) =>
  rls(token, (tx) => tx.update(notes).set({ body }).where(eq(notes.id, id)).returning({ id: notes.id }))
// #endregion before-notes
