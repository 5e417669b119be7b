import { sql } from 'drizzle-orm'
import type { Bench, Owner } from '../bench/bench.js'
import { errorLabel, withDeadline } from '../bench/error-label.js'
import type { Server } from '../bench/server.js'
import { entries } from '../bench/tables.js'
import type { ClientUnderTest, Handle, OpenClient, OpenOptions } from '../clients/client-under-test.js'
import type { Call } from './calls.js'

/** How thoroughly faults are tried. */
export type Effort = 'short' | 'whole'

/** What became of a call. */
export interface Outcome {
  /** `answered`, or what it rejected with. */
  readonly label: string
  /** Rows of its marker that are there now. */
  readonly written: number
  readonly error: unknown
}

export interface Expected {
  /** The labels that are right. */
  readonly labels: readonly string[]
  /** How many rows it may have written. Default: none where it was rejected, all where it was answered. */
  readonly written?: readonly number[]
}

export interface TrialInit {
  readonly server: Server
  readonly bench: Bench
  readonly client: ClientUnderTest
  readonly effort: Effort
  /** A connection is cut at every byte, or at one in so many. */
  readonly everyByte: number
}

const answered = 'answered'
/** Milliseconds that a call may take. */
const deadline = 30_000
let markers = 0

/** The tries of one fault on one client in one trust mode, and what came of them. */
export class Trial {
  readonly server: Server
  readonly bench: Bench
  readonly client: ClientUnderTest
  readonly effort: Effort
  readonly everyByte: number
  tries = 0
  /** How often calls came to what. */
  readonly outcomes = new Map<string, number>()
  readonly wrong: string[] = []
  readonly #open = new Set<OpenClient>()
  #owner: Owner

  constructor({ server, bench, client, effort, everyByte }: TrialInit) {
    this.server = server
    this.bench = bench
    this.client = client
    this.effort = effort
    this.everyByte = everyByte
    this.#owner = bench.owner
  }

  /** Owns the database that the client has. */
  get owner(): Owner {
    return this.#owner
  }

  async open(options?: OpenOptions): Promise<OpenClient> {
    const opened = await this.client.open(this.bench, options)
    this.#open.add(opened)
    this.#owner = opened.owner ?? this.bench.owner
    return opened
  }

  async close(opened: OpenClient): Promise<void> {
    this.#open.delete(opened)
    await opened.close()
  }

  async closeAll(): Promise<void> {
    for (const opened of this.#open) await this.close(opened).catch(() => {})
  }

  expect(right: boolean, what: string): void {
    if (!right) this.wrong.push(what)
  }

  async as(opened: OpenClient, sub: string): Promise<Handle> {
    return opened.as(await this.bench.identities.token(sub))
  }

  /** Settles a call, whatever comes of it. */
  async settle(work: PromiseLike<unknown>, what: string): Promise<Pick<Outcome, 'label' | 'error'>> {
    try {
      await withDeadline(work, deadline, what)
      return { label: answered, error: undefined }
    } catch (error) {
      return { label: errorLabel(error), error }
    }
  }

  /** One try: a call of alice's. */
  async attempt(handle: Handle, call: Call): Promise<Outcome & { readonly call: Call }> {
    markers += 1
    const marker = `${call.name} ${markers}`
    const settled = await this.settle(call.run(handle, marker), call.name)
    return { ...settled, written: await this.written(marker), call }
  }

  /** Rows under a marker; all of them must be alice's. */
  async written(marker: string): Promise<number> {
    const { rows } = await this.#owner.query('select user_id from entries where marker = $1', [marker])
    this.expect(
      rows.every(({ user_id }) => user_id === 'alice'),
      'A row was written as somebody else.',
    )
    return rows.length
  }

  /** Counts a try, and compares what came of it with what should. */
  judge(
    { label, written, call }: Outcome & { readonly call: Call },
    expected: Expected,
    where: string,
  ): void {
    const done = label === answered
    const right = expected.written ?? [done ? call.writes : 0]
    this.note(label)
    this.expect(expected.labels.includes(label), `${call.name}, ${where}: came to "${label}".`)
    this.expect(
      right.includes(written) && (!done || written === call.writes),
      `${call.name}, ${where}: came to "${label}", and ${written} rows were written.`,
    )
  }

  note(label: string): void {
    this.tries += 1
    this.outcomes.set(label, (this.outcomes.get(label) ?? 0) + 1)
  }

  /** Bob is next: he is himself, sees nobody's rows but his own, and gets an answer. */
  async nextCaller(opened: OpenClient): Promise<void> {
    const bob = await this.as(opened, 'bob')
    const { label } = await this.settle(
      (async () => {
        const others = sql<number>`(select count(*) from ${entries} where ${entries.userId} <> 'bob')::int`
        const [row] = await bob
          .select({ id: sql`auth.user_id()`, role: sql`current_user`, others })
          .from(sql`(select) as nothing`)
        this.expect(row?.id === 'bob' && row.role === 'authenticated', 'The next caller was somebody else.')
        this.expect(row?.others === 0, 'The next caller was given rows of others.')
      })(),
      'the next caller',
    )
    this.expect(label === answered, `The next caller was told "${label}".`)
  }
}
