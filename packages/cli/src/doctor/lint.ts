/** How bad it is: rows are open or a policy does not do what it says; queries fail, are slow or are one mistake from it; worth a look. */
export type Level = 'error' | 'warning' | 'info'

/** One thing that `rowauth doctor` looks for. */
export interface Lint {
  /** Names the lint for `--ignore`, its SQL file, its test case and its section in docs/doctor.md. */
  readonly number: number
  /** The same in words, as the SQL file has it. */
  readonly name: string
  readonly level: Level
  /** What is found, in a sentence without its full stop. */
  readonly title: string
  /** Why it matters. */
  readonly why: string
  /** What the SQL that fixes it does, and when to do something else. */
  readonly remedy: string
  /** A select behind the common `with`: one row per finding, with object, detail and fix. */
  readonly sql: string
}
