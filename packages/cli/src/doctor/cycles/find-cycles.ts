import type { Command, Policy, PolicyGraph, Reach } from './policy-graph.js'

/** A way that leads from a table through its policies back to it. */
export interface Cycle {
  /** The policy that the way begins with, as findings name it. */
  readonly object: string
  /** What it leads through, the first at the end again. */
  readonly path: readonly string[]
  /** The table that the way leads to first. */
  readonly reads: string
  /** The policies on the way. */
  readonly policies: readonly string[]
  readonly role: string
  readonly command: Command
  /** Through a function it is not PostgreSQL's rewriter that notices, but the stack that ends. */
  readonly throughFunction: boolean
}

interface Step {
  readonly id: string
  readonly name: string
  /** What is asked, and as whom; for a function just as whom. */
  readonly key: string
  readonly kind: 'table' | 'view' | 'function'
  /** By which the way goes on; undefined for views and functions. */
  readonly policy?: string
}

const commands: readonly Command[] = ['select', 'insert', 'update', 'delete']

/**
 * The cycles that queries of the roles run into, each once. PostgreSQL's rewriter adds the policies of each relation to a query,
 * follows their sub-selects into other relations and stops with 42P17 where it comes to one a second time whose policies have
 * sub-selects, too (`fireRIRrules`, `get_row_security_policies`). What a function reads is a query of its own.
 */
export function findCycles(graph: PolicyGraph): Cycle[] {
  const cycles = new Map<string, Cycle>()
  const explored = new Set<string>()
  for (const command of commands) {
    for (const role of graph.roles) {
      for (const relation of graph.relations.values()) {
        if (!relation.granted[role.id]?.includes(command)) continue
        // Who updates or deletes reads as well.
        const asked: Command[] =
          command === 'update' || command === 'delete' ? [command, 'select'] : [command]
        const seen = command === 'select' ? explored : new Set<string>()
        const found = (way: readonly Step[]) => {
          const cycle = asCycle(way, role.name, command)
          const key = cycle.path.join('\n')
          if (!cycles.has(key)) cycles.set(key, cycle)
        }
        follow(graph, relation.id, asked, role.id, [], { seen, found })
      }
    }
  }
  return [...cycles.values()]
}

interface Search {
  readonly seen: Set<string>
  readonly found: (way: readonly Step[]) => void
}

/** @param way - how one gets there */
function follow(
  graph: PolicyGraph,
  id: string,
  asked: readonly Command[],
  user: string,
  way: readonly Step[],
  search: Search,
): void {
  const next = (uses: readonly string[], as: string, step: Step) => {
    for (const used of uses) follow(graph, used, ['select'], as, [...way, step], search)
  }
  const routine = graph.functions.get(id)
  const relation = graph.relations.get(id)
  const as = (routine ?? relation)?.runsAs ?? user
  const key = `${id} ${as} ${asked.join()}`
  if (relation !== undefined && !relation.isView) {
    if (!relation.enforcedFor.includes(user)) return
    const reached = conditions(graph.policiesOf(id), asked, user)
    const begun = comesBack(
      way,
      id,
      key,
      reached.some(({ hasSubSelect }) => hasSubSelect),
    )
    if (begun >= 0) search.found(way.slice(begun))
    if (begun >= 0 || search.seen.has(key)) return
    for (const { uses, policy } of reached)
      next(uses, user, { id, name: relation.name, key, kind: 'table', policy })
  } else {
    const found = routine ?? relation
    const begun = way.findIndex((step) => step.key === key)
    // A function that calls itself without a table on the way is none of the policies' business.
    if (begun >= 0 && way.slice(begun).some(({ kind }) => kind === 'table')) search.found(way.slice(begun))
    if (found === undefined || begun >= 0 || search.seen.has(key)) return
    next(found.uses, as, { id, name: found.name, key, kind: routine === undefined ? 'view' : 'function' })
  }
  search.seen.add(key)
}

/** Where on the way a cycle begins that coming to this table closes; negative when none does. */
function comesBack(way: readonly Step[], id: string, key: string, hasSubSelect: boolean): number {
  const lastFunction = way.findLastIndex(({ kind }) => kind === 'function')
  const inQuery = way.findIndex((step, i) => i > lastFunction && step.id === id)
  if (inQuery >= 0 && hasSubSelect) return inQuery
  return way.findIndex((step, i) => i < lastFunction && step.key === key)
}

/** What the policies of a table ask of these commands. Without a permissive one nothing is asked. */
function conditions(
  policies: readonly Policy[],
  asked: readonly Command[],
  user: string,
): (Reach & { policy: string })[] {
  return asked.flatMap((command) => {
    const holding = policies.filter(
      (policy) => policy.users.includes(user) && (policy.command === command || policy.command === 'all'),
    )
    if (!holding.some(({ permissive }) => permissive)) return []
    return holding.flatMap(({ using, check, object }) => {
      const old = command === 'insert' ? undefined : using
      const changed = command === 'insert' || command === 'update' ? (check ?? using) : undefined
      return [old, changed].filter((each) => each !== undefined).map((each) => ({ ...each, policy: object }))
    })
  })
}

/** Begins with the table whose name comes first, so that one cycle is not found once for each of its tables. */
function asCycle(way: readonly Step[], role: string, command: Command): Cycle {
  const tables = way.filter(({ kind }) => kind === 'table')
  const [first = way[0] as Step] = [...tables].sort((a, b) => (a.name < b.name ? -1 : 1))
  const start = way.indexOf(first)
  const turned = [...way.slice(start), ...way.slice(0, start)]
  const policies = turned.map(({ policy }) => policy).filter((policy) => policy !== undefined)
  return {
    object: policies[0] ?? '',
    path: [...turned, first].map(({ name }) => name),
    reads: [...turned.slice(1), first].find(({ kind }) => kind === 'table')?.name ?? first.name,
    policies: [...new Set(policies)],
    ...{ role, command },
    throughFunction: way.some(({ kind }) => kind === 'function'),
  }
}
