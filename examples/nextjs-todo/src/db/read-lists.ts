import { asc, desc, eq, sql } from 'drizzle-orm'
import type { OwnDatabase } from './database'
import { lists, type MemberRole, members, todos } from './schema'

export interface ListOverview {
  readonly id: string
  readonly name: string
  readonly isPublic: boolean
  readonly role: MemberRole | undefined
  readonly isShared: boolean
  readonly open: number
}

/** The lists that somebody is a member of. Which ones these are, the policies know. */
export async function readLists(mine: OwnDatabase, personId: string): Promise<ListOverview[]> {
  const rows = await mine.query.lists.findMany({
    orderBy: [asc(lists.createdAt), asc(lists.id)],
    with: { members: { columns: { userId: true, role: true } } },
    extras: {
      open: sql<number>`(select count(*)::int from todos t where t.list_id = ${lists.id} and not t.done)`.as(
        'open',
      ),
    },
  })
  return rows.map(({ id, name, isPublic, open, members }) => ({
    id,
    name,
    isPublic,
    open,
    isShared: members.length > 1,
    role: members.find(({ userId }) => userId === personId)?.role,
  }))
}

export type OpenList = NonNullable<Awaited<ReturnType<typeof readList>>>

/** A list with its todos and its members, in one statement; undefined for one that is not there for this person. */
export async function readList(mine: OwnDatabase, id: string) {
  return await mine.query.lists.findFirst({
    where: (list, { eq }) => eq(list.id, id),
    with: {
      todos: {
        columns: { id: true, title: true, done: true, createdBy: true },
        orderBy: [asc(todos.position), asc(todos.id)],
      },
      members: {
        columns: { userId: true, role: true },
        with: { profile: { columns: { name: true, email: true } } },
        orderBy: [asc(members.role), asc(members.userId)],
      },
    },
  })
}

/** Public lists, the latest first. */
export async function readPublicLists(visitor: OwnDatabase) {
  return await visitor
    .select({ id: lists.id, name: lists.name })
    .from(lists)
    .orderBy(desc(lists.createdAt))
    .limit(50)
}

/** A public list and its todos, in one round trip; visitors may read some columns only, which are named here. */
export async function readPublicList(visitor: OwnDatabase, id: string) {
  const [[list], contents] = await visitor.batch([
    visitor.select({ id: lists.id, name: lists.name }).from(lists).where(eq(lists.id, id)),
    visitor
      .select({ id: todos.id, title: todos.title, done: todos.done })
      .from(todos)
      .where(eq(todos.listId, id))
      .orderBy(asc(todos.position), asc(todos.id)),
  ])
  return list && { ...list, todos: contents }
}
