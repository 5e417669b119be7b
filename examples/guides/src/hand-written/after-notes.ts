// #region after-notes
import { eq } from 'drizzle-orm'
import { notes } from '../schema.js'
import type { Queries } from './after.js'

export const listNotes = (mine: Queries) => mine.select({ body: notes.body }).from(notes).orderBy(notes.id)

export const renameNote = (mine: Queries, id: number, body: string) =>
  mine.update(notes).set({ body }).where(eq(notes.id, id)).returning({ id: notes.id })
// #endregion after-notes
