import type { Token } from '../sql-text/tokens.js'
import type { PolicyCommand, TableName } from './policy.js'
import { type Statement, significant, statementsOf } from './statement-tokens.js'

/** What a statement does to row-level security, as far as that can be read. */
export type SecurityAction =
  | ({
      readonly verb: 'create' | 'alter'
      readonly name: string
      readonly permissive?: boolean
      readonly command?: PolicyCommand
      readonly roles?: readonly string[]
      readonly using?: string
      readonly check?: string
    } & TableName)
  | ({ readonly verb: 'drop'; readonly name: string } & TableName)
  | ({ readonly verb: 'rename'; readonly name: string; readonly to: string } & TableName)
  | ({ readonly verb: 'enable' | 'disable' | 'create table' | 'drop table' } & TableName)
  | ({ readonly verb: 'move table'; readonly to: Partial<TableName> } & TableName)

/** Whether a migration has policies. */
export function mentionsPolicies(text: string): boolean {
  return statementsOf(text).some(({ tokens }) =>
    /\bpolicy\b/i.test(tokens.map(({ text: word }) => word).join('')),
  )
}

/** Reads a statement; undefined for one that is about something else. */
export function readAction({ tokens, inBlock }: Statement): SecurityAction | undefined {
  const words = significant(tokens)
  // Behind BEGIN, THEN and the like.
  const ends = inBlock ? words.length : 1
  for (let start = 0; start < ends; start++) {
    const action = new Reader(tokens, words.slice(start)).action()
    if (action !== undefined) return action
  }
  return undefined
}

class Reader {
  readonly #all: readonly Token[]
  readonly #words: readonly Token[]
  #at = 0

  constructor(all: readonly Token[], words: readonly Token[]) {
    this.#all = all
    this.#words = words
  }

  action(): SecurityAction | undefined {
    if (this.#take('create', 'policy')) return this.#policy('create')
    if (this.#take('alter', 'policy')) return this.#policy('alter')
    if (this.#take('drop', 'policy')) {
      this.#take('if', 'exists')
      return { verb: 'drop', ...this.#policyName() }
    }
    if (this.#take('create', 'table') || this.#take('create', 'unlogged', 'table')) {
      this.#take('if', 'not', 'exists')
      return { verb: 'create table', ...this.#table() }
    }
    if (this.#take('drop', 'table')) {
      this.#take('if', 'exists')
      return { verb: 'drop table', ...this.#table() }
    }
    return this.#take('alter', 'table') ? this.#alterTable() : undefined
  }

  #alterTable(): SecurityAction | undefined {
    this.#take('if', 'exists')
    this.#take('only')
    const table = this.#table()
    if (this.#take('enable', 'row', 'level', 'security')) return { verb: 'enable', ...table }
    if (this.#take('disable', 'row', 'level', 'security')) return { verb: 'disable', ...table }
    if (this.#take('rename', 'to')) return { verb: 'move table', ...table, to: { table: this.#name() } }
    if (this.#take('set', 'schema')) return { verb: 'move table', ...table, to: { schema: this.#name() } }
    return undefined
  }

  #policy(verb: 'create' | 'alter'): SecurityAction {
    const policy = this.#policyName()
    if (verb === 'alter' && this.#take('rename', 'to')) return { verb: 'rename', ...policy, to: this.#name() }
    let permissive: boolean | undefined
    if (this.#take('as')) permissive = this.#name() !== 'restrictive'
    const command = this.#take('for') ? (this.#name() as PolicyCommand) : undefined
    const roles = this.#take('to') ? this.#names() : undefined
    const using = this.#take('using') ? this.#condition() : undefined
    const check = this.#take('with', 'check') ? this.#condition() : undefined
    const parts = { permissive, command, roles, using, check }
    const said = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
    return { verb, ...policy, ...said }
  }

  #policyName(): TableName & { name: string } {
    const name = this.#name()
    this.#take('on')
    return { name, ...this.#table() }
  }

  #table(): TableName {
    const first = this.#name()
    return this.#take('.') ? { schema: first, table: this.#name() } : { schema: 'public', table: first }
  }

  #names(): string[] {
    const names = [this.#name()]
    while (this.#take(',')) names.push(this.#name())
    return names.sort()
  }

  /** As PostgreSQL folds it. */
  #name(): string {
    const { kind, text = '' } = this.#words[this.#at++] ?? {}
    return kind === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase()
  }

  /** What stands in parentheses, as it is written. */
  #condition(): string {
    const open = this.#words[this.#at]
    let depth = 0
    do {
      const text = this.#words[this.#at++]?.text
      if (text === '(') depth++
      if (text === ')') depth--
    } while (depth > 0 && this.#at < this.#words.length)
    const close = this.#words[this.#at - 1]
    const from = open === undefined ? -1 : this.#all.indexOf(open)
    const to = close === undefined ? -1 : this.#all.indexOf(close)
    return this.#all
      .slice(from + 1, to)
      .map(({ text }) => text)
      .join('')
  }

  #take(...words: readonly string[]): boolean {
    const found = words.every((word, i) => {
      const token = this.#words[this.#at + i]
      return token !== undefined && token.kind !== 'name' && token.text.toLowerCase() === word
    })
    if (found) this.#at += words.length
    return found
  }
}
