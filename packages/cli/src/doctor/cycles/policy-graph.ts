import type { Clause } from '../policy-tree/clause-facts.js'
import { descend } from '../policy-tree/descend.js'
import { parseTree } from '../policy-tree/parse-tree.js'
import { namesIn } from './names-in-body.js'

/** What a query does with a relation. */
export type Command = 'select' | 'insert' | 'update' | 'delete'

/** What `policy-graph.sql` tells. */
export interface GraphInput {
  readonly roles: readonly { readonly id: string; readonly name: string }[]
  readonly relations: readonly Relation[]
  readonly functions: readonly (Routine & { readonly body: string | null })[]
  readonly policies: readonly (Omit<Policy, 'using' | 'check'> & { readonly id: string })[]
}

/** A table or a view. */
export interface Relation {
  readonly id: string
  readonly name: string
  readonly isView: boolean
  /** Whose rights a view has; null for those of whoever asks. */
  readonly runsAs: string | null
  /** For whom the policies hold. */
  readonly enforcedFor: readonly string[]
  readonly granted: Readonly<Record<string, readonly Command[]>>
  /** Relations and functions that a view reads and calls. */
  readonly uses: readonly string[]
}

/** A function in SQL or PL/pgSQL. */
export interface Routine {
  readonly id: string
  readonly name: string
  /** Its owner where it is SECURITY DEFINER; null for those of whoever calls it. */
  readonly runsAs: string | null
  readonly uses: readonly string[]
}

/** A policy, and what its conditions lead to. */
export interface Policy {
  readonly relation: string
  readonly object: string
  readonly command: Command | 'all'
  readonly permissive: boolean
  readonly users: readonly string[]
  readonly using: Reach | undefined
  readonly check: Reach | undefined
}

/** The relations and functions that a condition reads and calls. */
export interface Reach {
  /** PostgreSQL follows conditions with sub-selects alone. */
  readonly hasSubSelect: boolean
  readonly uses: readonly string[]
}

/** Relations, functions and policies by what leads to them. */
export interface PolicyGraph {
  readonly roles: GraphInput['roles']
  readonly relations: ReadonlyMap<string, Relation>
  readonly functions: ReadonlyMap<string, Routine>
  readonly policiesOf: (relation: string) => readonly Policy[]
}

/** @param clauses - the conditions of the policies, by the object id of the policy */
export function policyGraph(
  input: GraphInput,
  clauses: readonly { readonly id: string; readonly using: Clause; readonly check: Clause }[],
): PolicyGraph {
  const conditions = new Map(clauses.map((each) => [each.id, each]))
  const policies = new Map<string, Policy[]>()
  for (const { id, ...policy } of input.policies) {
    const { using, check } = conditions.get(id) ?? {}
    const full = { ...policy, using: reach(using), check: reach(check) }
    policies.set(policy.relation, [...(policies.get(policy.relation) ?? []), full])
  }
  const named = [...input.relations, ...input.functions]
  const functions = input.functions.map(({ body, ...routine }) =>
    body === null ? routine : { ...routine, uses: namesIn(body, named) },
  )
  return {
    roles: input.roles,
    relations: new Map(input.relations.map((relation) => [relation.id, relation])),
    functions: new Map(functions.map((routine) => [routine.id, routine])),
    policiesOf: (relation) => policies.get(relation) ?? [],
  }
}

function reach(clause: Clause | undefined): Reach | undefined {
  if (clause === undefined || clause.tree === null) return undefined
  const nodes = [...descend(parseTree(clause.tree))].map(({ node }) => node)
  const read = nodes.filter((node) => node.word('rtekind') === '0').map((node) => node.word('relid'))
  const called = nodes.filter(({ type }) => type === 'FUNCEXPR').map((node) => node.word('funcid'))
  return {
    hasSubSelect: nodes.some(({ type }) => type === 'SUBLINK'),
    uses: [...new Set([...read, ...called])],
  }
}
