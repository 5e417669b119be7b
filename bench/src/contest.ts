import { Bench } from 'tinybench'

/** One way to do a thing, among others that do the same. */
export interface Contestant {
  readonly name: string
  run(): Promise<unknown>
}

export interface ContestOptions {
  readonly rounds: number
  /** Measured runs of each contestant in a round. */
  readonly runs: number
  /** Rounds beforehand whose times are thrown away. */
  readonly warmup: number
}

/**
 * Measures contestants in turns, in many short rounds, so that whatever else the machine does meets all of them
 * alike.
 *
 * @returns the median of each, in microseconds, by name
 */
export async function contest(
  contestants: readonly Contestant[],
  { rounds, runs, warmup }: ContestOptions,
): Promise<ReadonlyMap<string, number>> {
  const bench = new Bench({ iterations: runs, time: 0, warmup: false, retainSamples: true, throws: true })
  for (const { name, run } of contestants) bench.add(name, run, { async: true })
  const samples = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  for (let round = -warmup; round < rounds; round += 1) {
    for (const task of rotated(bench.tasks, round + warmup)) {
      task.reset()
      await task.run()
      if (round < 0) continue
      if (task.result.state !== 'completed') throw new Error(`"${task.name}" was not measured.`)
      samples.get(task.name)?.push(...(task.result.latency.samples ?? []))
    }
  }
  return new Map([...samples].map(([name, milliseconds]) => [name, median(milliseconds) * 1000]))
}

/** Each round begins with another one: nobody always comes after the same predecessor's garbage. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length
  return [...items.slice(at), ...items.slice(0, at)]
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

/** The median of a contestant that took part. */
export function timeOf(medians: ReadonlyMap<string, number>, name: string): number {
  const time = medians.get(name)
  if (time === undefined) throw new Error(`"${name}" was not measured.`)
  return time
}
