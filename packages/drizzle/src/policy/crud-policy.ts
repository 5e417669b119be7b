import { assertOptions, type OptionNames } from '@rowauth/core/internal'
import { is, SQL } from 'drizzle-orm'
import { type PgPolicy, PgRole, pgPolicy } from 'drizzle-orm/pg-core'
import { assertCarriedName, assertCarriedRole } from './carried-names.js'
import { type PolicyCondition, renderCondition } from './policy-condition.js'
import { assertNames, joinName } from './policy-name.js'
import type { RenderedCondition } from './rendering/render-expression.js'

/** A role by its `pgRole` or by its name. */
export type PolicyRole = PgRole | string

/** Separate conditions for an update. */
export interface UpdateCondition {
  /** Which rows may be updated (`USING`). */
  readonly using: SQL | boolean | undefined
  /** What a row must be like afterwards (`WITH CHECK`). */
  readonly check: SQL | boolean | undefined
}

/** What {@link crudPolicy} takes. A condition is an expression, `true`, `false`, or `null` for no policy; one that is given as `undefined` is an error. */
export interface CrudPolicyOptions {
  /** Whom the policies apply to. */
  readonly role: PolicyRole | readonly PolicyRole[]
  /** Which rows may be read. An update or delete finds only rows that may be read as well. */
  readonly read: PolicyCondition
  /** The condition of insert, update and delete, wherever the command has none of its own. */
  readonly modify?: PolicyCondition
  /** What an inserted row must be like. */
  readonly insert?: PolicyCondition
  /** Which rows may be updated. One condition holds for the row before and after the update. */
  readonly update?: PolicyCondition | UpdateCondition
  /** Which rows may be deleted. */
  readonly delete?: PolicyCondition
  /**
   * The start of each policy's name, before `_select`, `_insert`, `_update` and `_delete`. Default: `allow_` or `restrict_` and the roles. Needed where a
   * table has a second definition for the same roles and commands.
   */
  readonly name?: string | undefined
  /** Permissive policies (the default) allow what any one of them allows; restrictive ones must all agree besides. */
  readonly as?: 'permissive' | 'restrictive' | undefined
}

const optionNames = {
  role: true,
  read: true,
  modify: true,
  insert: true,
  update: true,
  delete: true,
  name: true,
  as: true,
} as const satisfies OptionNames<CrudPolicyOptions>

const conditionNames = ['read', 'modify', 'insert', 'update', 'delete'] as const

type Command = 'select' | 'insert' | 'update' | 'delete'

interface CommandConditions {
  readonly command: Command
  readonly using?: RenderedCondition
  readonly check?: RenderedCondition
}

/**
 * A condition that is given and undefined is one that got lost: a builder without conditions, an import that is not there yet. Left out, it would open
 * what a restrictive policy was to close, and let `modify` decide where the command was to have a condition of its own.
 */
function assertNoneUndefined(options: CrudPolicyOptions): void {
  const lost = conditionNames.find((name) => Object.hasOwn(options, name) && options[name] === undefined)
  if (lost === undefined) return
  throw new TypeError(
    `crudPolicy(): ${lost} is undefined, as \`and()\` without conditions is: give a condition, null for no policy, or leave it out.`,
  )
}

function roleNames(role: CrudPolicyOptions['role']): string[] {
  const roles: readonly unknown[] = Array.isArray(role) ? role : [role]
  const names = roles.map((each) => (is(each, PgRole) ? each.name : each))
  // A policy without a role is one for everybody: an import that is undefined must not get that far.
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '')) {
    throw new TypeError('crudPolicy(): role must be a pgRole, the name of a role, or a list of them.')
  }
  for (const name of names) assertCarriedRole(name as string)
  return names as string[]
}

function isUpdateCondition(condition: CrudPolicyOptions['update']): condition is UpdateCondition {
  return typeof condition === 'object' && condition !== null && !is(condition, SQL)
}

function usingOf(command: Command, condition: PolicyCondition): CommandConditions[] {
  if (condition === null || condition === undefined) return []
  const using = renderCondition(condition, command === 'select' ? 'read' : command)
  return [{ command, using }]
}

function insertOf(condition: PolicyCondition): CommandConditions[] {
  if (condition === null || condition === undefined) return []
  const check = renderCondition(condition, 'insert')
  return [{ command: 'insert', check }]
}

function updateOf(condition: CrudPolicyOptions['update']): CommandConditions[] {
  if (condition === null || condition === undefined) return []
  const { using: before, check: after } = isUpdateCondition(condition)
    ? condition
    : { using: condition, check: condition }
  if (before === undefined || after === undefined) {
    throw new TypeError('crudPolicy(): update needs both "using" and "check".')
  }
  const using = renderCondition(before, 'update.using')
  const check = renderCondition(after, 'update.check')
  return [{ command: 'update', using, check }]
}

/**
 * The row-level security policies of a table for one role or several, one policy per command. A command without
 * a condition gets no policy, which denies it.
 *
 * ```ts
 * const todos = pgTable('todos', { … }, (table) => [
 *   ...crudPolicy({ role: authenticatedRole, read: ownedBy(table.userId), modify: ownedBy(table.userId) }),
 * ])
 * ```
 *
 * Names are made of the roles and the command (`allow_authenticated_select`, `restrict_authenticated_update`), or start with `name`. They say nothing of
 * the condition or the order, so drizzle-kit alters a changed policy in place. A second definition for the same roles and commands needs a `name`.
 *
 * Conditions are written so that drizzle-kit 0.31 and 1.0 carry them and drizzle-orm 0.45 and 1.0 mean the same: values as literals, without comments.
 *
 * @returns the policies in the order select, insert, update, delete; spread them into the table's list
 * @throws {TypeError} when the role is missing, no command has a condition, a condition is `undefined`, empty or neither an expression nor a boolean, it
 *   compares a claim with a column of another type, it or a name or a role cannot be carried by drizzle-kit, two definitions make a policy of one name, or
 *   an option has a name that there is not
 */
export function crudPolicy(options: CrudPolicyOptions): PgPolicy[] {
  assertOptions('crudPolicy()', options, optionNames)
  const { read, modify, insert = modify, update = modify, delete: remove = modify, name } = options
  const { role, as = 'permissive' } = options
  if (as !== 'permissive' && as !== 'restrictive') {
    throw new TypeError('crudPolicy(): as must be "permissive" or "restrictive".')
  }
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new TypeError('crudPolicy(): name must be a non-empty string.')
  }
  assertNoneUndefined(options)
  const roles = roleNames(role)
  const commands = [
    ...usingOf('select', read),
    ...insertOf(insert),
    ...updateOf(update),
    ...usingOf('delete', remove),
  ]
  if (commands.length === 0) {
    throw new TypeError('crudPolicy() makes no policy without a condition for at least one command.')
  }
  const stem = name ?? `${as === 'permissive' ? 'allow' : 'restrict'}_${roles.sort().join('_')}`
  const policies = commands.map(({ command, using, check }) => ({
    name: joinName(stem, command),
    definition: JSON.stringify([as, roles, using?.text, check?.text]),
    conditions: [using, check].filter((condition) => condition !== undefined),
    config: {
      as,
      for: command,
      to: typeof role === 'string' || is(role, PgRole) ? role : [...role],
      ...(using && { using: using.expression }),
      ...(check && { withCheck: check.expression }),
    },
  }))
  for (const policy of policies) assertCarriedName(policy.name)
  assertNames(policies)
  return policies.map((policy) => pgPolicy(policy.name, policy.config))
}
