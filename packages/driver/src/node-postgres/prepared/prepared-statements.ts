import { randomName } from '../../flow/random-name.js'
import type { OpeningStep, UserStep } from '../../flow/step.js'
import type { PgConnection } from '../pg-types.js'
import type { Naming } from './naming.js'
import { type ParameterUse, parameterUses } from './parameter-uses.js'
import { areStableTypes, areStableValues } from './stable-parameters.js'

/** A text longer than this, in characters, is planned anew each time: the server keeps some 40 times as many bytes. */
const maxText = 16_384
/** Statements with more parameters are lists and bulk inserts, of which every length is a text of its own. */
const maxParameters = 200
/** What the texts and parameters of one connection may add up to; a parameter counts as 64. */
const maxWeight = 262_144

/** A statement that was seen again on this connection. */
interface Entry {
  readonly key: string
  readonly name: string
  readonly weight: number
  readonly uses: readonly ParameterUse[] | undefined
  /** Known once the server has described it. */
  types: readonly number[] | undefined
  /** When it was used last: of all uses the how many-th. */
  used: number
  /** Its types can change values without an error, so it is sent without a name. */
  unstable: boolean
}

/** How a statement goes out that has a name. */
export interface Named {
  readonly name: string
  /** It was parsed by an earlier message. */
  readonly reused: boolean
  /** Not the user's own name. */
  readonly ours: boolean
  /** The server is asked for its parameter types. */
  readonly describe: boolean
  /** May it be used with these values? If not it is sent without a name. */
  fits(values: readonly unknown[]): boolean
}

const always = () => true

/**
 * The statements that are prepared on one connection: ours, a set that is bounded in number and size with the
 * least recently used one leaving first, and the user's own names, which are kept.
 *
 * Names are random per connection, so that behind a pooler no two clients share one.
 */
export class PreparedStatements {
  readonly #connection: PgConnection
  readonly #isDirect: () => boolean | undefined
  readonly #prefix = `${randomName()}_`
  readonly #entries = new Map<string, Entry>()
  /**
   * Within the transaction that is open a name has been found on the server. A pooler gives out its servers for a
   * transaction, and a name that is lost fails a transaction that is under way.
   */
  #proven = false
  #first = true
  /** As of when the entries hold, by driver: several may use one connection. */
  readonly #epochs = new WeakMap<Naming, number>()
  #weight = 0
  #uses = 0
  #counter = 0
  #closing: string[] = []
  /** The text of the unnamed statement; undefined: not known. */
  #unnamed: string | undefined
  /** Statements whose Parse is on its way, in order. */
  #parsing: { readonly name: string; readonly text: string }[] = []
  /** Names whose description is on its way, in order. */
  #describing: string[] = []

  /** @param isDirect - tells whether the server serves this connection alone; undefined: that is not known yet */
  constructor(connection: PgConnection, isDirect: () => boolean | undefined) {
    this.#connection = connection
    this.#isDirect = isDirect
  }

  /**
   * A message is about to be written. Drops what was prepared before the catalog changed.
   *
   * @param first - it begins a transaction
   */
  begin(naming: Naming, first: boolean): void {
    this.#first = first
    if ((this.#epochs.get(naming) ?? 0) < naming.epoch) this.forgetOurs()
    this.#epochs.set(naming, naming.epoch)
  }

  /**
   * How an opening goes out: as the unnamed statement that the last message has left, if that is it. SQL of a user's
   * can replace whatever is prepared under a name, and this has none. Behind a pooler there is no telling whose it is.
   */
  opening({ text }: OpeningStep): Named | undefined {
    const reused = this.#unnamed === text && this.#isDirect() === true
    return reused ? { name: '', reused, ours: true, describe: false, fits: always } : undefined
  }

  /** How a statement of the user's goes out; undefined: without a name. Names in `inUse` are in the same message. */
  statement({ text, config, role }: UserStep, naming: Naming, inUse: ReadonlySet<string>): Named | undefined {
    // Nothing is gained by preparing nothing, and releases of pg disagree on whether it is prepared then.
    if (text === '' || !naming.active) return undefined
    const { name, types, values = [] } = config
    if (name) return this.#use(name, false, false, always)
    if (!naming.automatic || text.length > maxText || values.length > maxParameters) return undefined
    // PostgreSQL plans a statement anew when the role changes under row-level security: one for each role.
    const key = `${role}\u0000${Array.isArray(types) ? types.join() : ''}\u0000${text}`
    const entry = this.#entry(key, text, values.length, naming, inUse)
    if (entry === undefined || entry.unstable) return undefined
    const { types: known, uses } = entry
    const fits =
      known === undefined ? always : (sent: readonly unknown[]) => areStableValues(known, uses, sent)
    return this.#use(entry.name, true, known === undefined, fits)
  }

  #use(name: string, ours: boolean, describe: boolean, fits: Named['fits']): Named | undefined {
    const reused = this.#connection.parsedStatements[name] !== undefined
    return reused && !this.#first && !this.#proven ? undefined : { name, reused, ours, describe, fits }
  }

  /** The transaction is over, and the next one may be on another server. */
  ended(): void {
    this.#proven = false
  }

  /** The server has found what was parsed by an earlier message. */
  found(): void {
    this.#proven = true
  }

  #entry(
    key: string,
    text: string,
    parameters: number,
    naming: Naming,
    inUse: ReadonlySet<string>,
  ): Entry | undefined {
    this.#uses += 1
    const known = this.#entries.get(key)
    if (known !== undefined) {
      known.used = this.#uses
      return known
    }
    if (!naming.seenBefore(key)) return undefined
    const weight = text.length + 64 * parameters
    while (this.#entries.size >= naming.max || this.#weight + weight > maxWeight) {
      const oldest = this.#oldest
      if (oldest === undefined) break
      // A message with more statements than the set holds: the rest goes unnamed.
      if (inUse.has(oldest.name)) return undefined
      this.#remove(oldest)
    }
    this.#counter += 1
    const name = this.#prefix + this.#counter
    const uses = parameterUses(text)
    const unstable = uses === undefined
    const entry = { key, name, weight, uses, types: undefined, used: this.#uses, unstable }
    this.#entries.set(key, entry)
    this.#weight += weight
    return entry
  }

  get #oldest(): Entry | undefined {
    let oldest: Entry | undefined
    for (const entry of this.#entries.values()) {
      if (oldest === undefined || entry.used < oldest.used) oldest = entry
    }
    return oldest
  }

  /** The names that the next message is to close on the server. */
  takeClosing(): string[] {
    const closing = this.#closing
    this.#closing = []
    return closing
  }

  /** A Parse message is about to be written; the name of the unnamed statement is empty. */
  parsing(name: string, text: string): void {
    if (name === '') this.#unnamed = undefined
    this.#parsing.push({ name, text })
  }

  /** The server has parsed the oldest one that was on its way. */
  parsed(): void {
    const statement = this.#parsing.shift()
    if (statement === undefined) return
    const { name, text } = statement
    if (name === '') this.#unnamed = text
    else this.#connection.parsedStatements[name] = text
  }

  /** A Describe message for a statement is about to be written. */
  describing(name: string): void {
    this.#describing.push(name)
  }

  /** The server has told the parameter types of the oldest one. */
  described(types: readonly number[]): void {
    const name = this.#describing.shift()
    for (const entry of this.#entries.values()) {
      if (entry.name !== name) continue
      entry.types = types
      entry.unstable = !areStableTypes(types, entry.uses)
      if (entry.unstable) this.#drop(entry.name)
    }
  }

  /** The server is ready again: what it has not parsed or described by now it never will. */
  settle(): void {
    if (this.#parsing.length + this.#describing.length === 0) return
    const unparsed = new Set(this.#parsing.map(({ name }) => name))
    const undescribed = new Set(this.#describing)
    this.#parsing = []
    this.#describing = []
    for (const entry of this.#entries.values()) {
      if (unparsed.has(entry.name) || undescribed.has(entry.name)) this.#remove(entry)
    }
  }

  /** Forgets one name, the user's own ones too; its next use parses it anew. */
  forget(name: string): void {
    if (name === '') this.forgetUnnamed()
    else this.#drop(name)
    for (const entry of this.#entries.values()) if (entry.name === name) this.#remove(entry)
  }

  /** Forgets all of ours, for what they rest on may have changed. */
  forgetOurs(): void {
    for (const entry of this.#entries.values()) this.#remove(entry)
    this.forgetUnnamed()
  }

  /** Somebody else has used the connection: the unnamed statement is theirs. */
  forgetUnnamed(): void {
    this.#unnamed = undefined
  }

  /** The server has dropped everything: DISCARD ALL. */
  discarded(): void {
    this.#connection.parsedStatements = {}
    this.#entries.clear()
    this.#weight = 0
    this.#closing = []
    this.forgetUnnamed()
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.key)
    this.#weight -= entry.weight
    if (!entry.unstable) this.#drop(entry.name)
  }

  #drop(name: string): void {
    delete this.#connection.parsedStatements[name]
    this.#closing.push(name)
  }
}
