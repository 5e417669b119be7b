/** What a policy is for. */
export type PolicyCommand = 'all' | 'select' | 'insert' | 'update' | 'delete'

/** A table, with its schema. */
export interface TableName {
  readonly schema: string
  readonly table: string
}

/** A policy as a catalog, a snapshot or a statement has it. */
export interface Policy extends TableName {
  readonly name: string
  readonly permissive: boolean
  readonly command: PolicyCommand
  /** Sorted; `public` is PUBLIC. */
  readonly roles: readonly string[]
  /** SQL, without its parentheses. */
  readonly using: string | null
  readonly check: string | null
}

/** Whether policies hold for a table, and for its owner as well. */
export interface TableSecurity extends TableName {
  readonly enabled: boolean
  readonly forced: boolean
}

/** Row-level security as a whole. */
export interface RowSecurity {
  readonly tables: readonly TableSecurity[]
  readonly policies: readonly Policy[]
}

/** What tells tables apart. */
export function tableKey({ schema, table }: TableName): string {
  return JSON.stringify([schema, table])
}

/** What tells policies apart. */
export function policyKey({ schema, table, name }: TableName & { readonly name: string }): string {
  return JSON.stringify([schema, table, name])
}

/** A policy of any source, with what PostgreSQL takes for what is left out. */
export function policyOf(given: {
  readonly schema: unknown
  readonly table: unknown
  readonly name: unknown
  readonly as?: unknown
  readonly for?: unknown
  readonly roles?: unknown
  readonly using?: unknown
  readonly check?: unknown
}): Policy {
  const roles = Array.isArray(given.roles) ? given.roles.map(String) : []
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
  return {
    schema: String(given.schema || 'public'),
    table: String(given.table),
    name: String(given.name),
    permissive: String(given.as ?? '').toLowerCase() !== 'restrictive',
    command: String(given.for || 'all').toLowerCase() as PolicyCommand,
    roles: roles.length === 0 ? ['public'] : [...new Set(roles)].sort(),
    using: text(given.using),
    check: text(given.check),
  }
}
