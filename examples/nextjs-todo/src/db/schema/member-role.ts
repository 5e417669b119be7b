import { type SQL, sql } from 'drizzle-orm'
import { pgEnum } from 'drizzle-orm/pg-core'

export const memberRole = pgEnum('member_role', ['owner', 'editor', 'viewer'])

export type MemberRole = (typeof memberRole.enumValues)[number]

/**
 * The lists in which the user has one of these roles, for `in (…)` of a policy. `private.my_lists` reads the
 * membership table as its owner: a policy that did so itself would have to obey the policies of that table, and they
 * ask the same question.
 */
export function myLists(...roles: MemberRole[]): SQL {
  return sql`(select private.my_lists(${sql.raw(roles.map((role) => `'${role}'`).join(', '))}))`
}
