/** One line of the demo. */
export interface Step {
  readonly who: string
  readonly call: string
  readonly run: () => Promise<unknown>
  /** The outcome that the demo stands for; anything else makes it fail. */
  readonly expected: string
  /** How many round trips that has to take. */
  readonly roundTrips: number
}

/** Steps that show one thing. */
export interface Chapter {
  readonly title: string
  readonly steps: readonly Step[]
}

/** Whom the steps act for. */
export interface Tokens {
  readonly alice: string
  readonly bob: string
  readonly expired: string
  readonly forged: string
}
