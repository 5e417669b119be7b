import { authenticatedRole, crudPolicy } from '@rowauth/drizzle'
import { sql } from 'drizzle-orm'
import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { myLists } from './members.js'

export const lists = pgTable('lists', { id: uuid().primaryKey(), name: text() }, (table) => [
  ...crudPolicy({
    role: authenticatedRole,
    read: sql`${table.id} = any(array${myLists()})`,
    update: sql`${table.id} = any(array${myLists()})`,
  }),
])
