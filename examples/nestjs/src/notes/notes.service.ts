// #region service
import { Injectable } from '@nestjs/common'
import { eq } from 'drizzle-orm'
import type { Queries } from '../database/database'
import { notes } from '../database/schema'

/** One for the whole application: who asks comes with each call. */
@Injectable()
export class NotesService {
  async all(queries: Queries) {
    return await queries.select({ id: notes.id, body: notes.body }).from(notes).orderBy(notes.id)
  }

  async add(queries: Queries, body: string) {
    const [added] = await queries.insert(notes).values({ body }).returning({ id: notes.id })
    return added
  }

  async change(queries: Queries, id: number, body: string) {
    const [changed] = await queries
      .update(notes)
      .set({ body })
      .where(eq(notes.id, id))
      .returning({ id: notes.id })
    return changed
  }
}
// #endregion service
