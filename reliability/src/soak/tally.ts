/** What a run counts. */
export interface Tally {
  calls: number
  /** Calls that rejected, by label. */
  readonly rejected: Map<string, number>
  /** Disturbances, by name. */
  readonly faults: Map<string, number>
  /** Calls by the name of their client. */
  readonly byClient: Map<string, number>
  /** What must not be, by name, with an example each. */
  readonly wrong: Map<string, { count: number; example: string }>
}

export function createTally(): Tally {
  return { calls: 0, rejected: new Map(), faults: new Map(), byClient: new Map(), wrong: new Map() }
}

export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

export function noteWrong(tally: Tally, name: string, example: string): void {
  const noted = tally.wrong.get(name) ?? { count: 0, example }
  noted.count += 1
  tally.wrong.set(name, noted)
}
