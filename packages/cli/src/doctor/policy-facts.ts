import { answerOf, madeUpUsers, type SessionFunction } from './conditions/made-up-users.js'
import type { Column } from './conditions/sample-rows.js'
import { type Outcome, type Trial, tryConditions } from './conditions/try-conditions.js'
import type { DoctorClient } from './doctor-client.js'
import { arms, type Condition } from './policy-tree/arms.js'
import { type Clause, type ClauseFacts, clauseFacts, type TreeNames } from './policy-tree/clause-facts.js'
import { descend, isOwnColumn } from './policy-tree/descend.js'
import { isEvaluable } from './policy-tree/evaluable.js'
import { parseTree } from './policy-tree/parse-tree.js'
import { type SessionReader, sessionWrappers } from './policy-tree/session-wrappers.js'
import type { TreeNode } from './policy-tree/tree-node.js'

/** What `input.sql` tells of the policies. */
export interface PolicyInput {
  readonly schema: string
  readonly sessionFunctions: readonly SessionFunction[]
  readonly settingFunctions: readonly string[]
  readonly sessionReaders: readonly SessionReader[]
  readonly safeFunctions: readonly string[]
  readonly enums: readonly string[]
  readonly equalityOperators: readonly string[]
  readonly columns: Readonly<Record<string, readonly Column[]>>
  readonly policies: readonly Policy[]
}

interface Policy {
  readonly id: string
  readonly relation: string
  readonly table: string
  readonly using: Clause
  readonly check: Clause
}

/** What policies ask and how they are written, by their object ids. Their conditions are tried in the transaction of the client. */
export async function policyFacts(
  client: DoctorClient,
  input: PolicyInput,
  roles: readonly string[],
): Promise<Record<string, { using: ClauseFacts | undefined; check: ClauseFacts | undefined }>> {
  const wrappers = sessionWrappers(input.sessionReaders, input.schema)
  const names: TreeNames = {
    schema: input.schema,
    sessionFunctions: new Set(input.sessionFunctions.map(({ oid }) => oid)),
    settingFunctions: new Set(input.settingFunctions),
    wrapperIds: new Set(wrappers.map(({ oid }) => oid)),
    wrappers: new Set(wrappers.map(({ name }) => name)),
    equalityOperators: new Set(input.equalityOperators),
  }
  const tried = await tryAll(client, input, roles)
  return Object.fromEntries(
    input.policies.map(({ id, relation, using, check }) => {
      const of = (clause: Clause) => clauseFacts(clause, names, (text) => tried.get(keyOf(relation, text)))
      return [id, { using: of(using), check: of(check) }]
    }),
  )
}

function keyOf(relation: string, text: string): string {
  return `${relation} ${text}`
}

async function tryAll(
  client: DoctorClient,
  input: PolicyInput,
  roles: readonly string[],
): Promise<Map<string, Outcome>> {
  const { visitor } = madeUpUsers(roles)
  const rules = {
    safeFunctions: new Set(input.safeFunctions),
    replacedFunctions: new Set(
      input.sessionFunctions.filter((each) => answerOf(each, visitor) !== undefined).map(({ oid }) => oid),
    ),
    enums: new Set(input.enums),
  }
  const trials = new Map<string, Trial>()
  for (const { relation, table, using, check } of input.policies) {
    for (const { tree, text } of [using, check]) {
      if (tree === null || text === null) continue
      for (const { node, text: part } of parts({ node: parseTree(tree), text })) {
        if (part === undefined || !isEvaluable(node, rules)) continue
        const mentioned = ownColumns(node)
        const columns = (input.columns[relation] ?? []).filter(({ number }) => mentioned.has(String(number)))
        trials.set(keyOf(relation, part), { text: part, table, columns })
      }
    }
  }
  const outcomes = await tryConditions(client, [...trials.values()], {
    ...{ schema: input.schema, roles },
    sessionFunctions: input.sessionFunctions,
  })
  const known = [...trials.keys()].map((key, i) => [key, outcomes[i]] as const)
  return new Map(known.filter((each): each is readonly [string, Outcome] => each[1] !== undefined))
}

/** A condition and whatever AND and OR join in it. */
function* parts(condition: Condition): Generator<Condition> {
  yield condition
  for (const arm of arms(condition)?.arms ?? []) yield* parts(arm)
}

function ownColumns(node: TreeNode): Set<string> {
  return new Set([...descend(node)].filter(isOwnColumn).map((place) => place.node.word('varattno')))
}
