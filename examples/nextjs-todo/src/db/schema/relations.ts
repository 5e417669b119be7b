import { relations } from 'drizzle-orm'
import { lists } from './lists'
import { members } from './members'
import { profiles } from './profiles'
import { todos } from './todos'

export const listRelations = relations(lists, ({ many }) => ({ members: many(members), todos: many(todos) }))

export const memberRelations = relations(members, ({ one }) => ({
  list: one(lists, { fields: [members.listId], references: [lists.id] }),
  profile: one(profiles, { fields: [members.userId], references: [profiles.id] }),
}))

export const todoRelations = relations(todos, ({ one }) => ({
  list: one(lists, { fields: [todos.listId], references: [lists.id] }),
}))
