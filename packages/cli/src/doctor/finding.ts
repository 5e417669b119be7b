import type { Lint } from './lint.js'

/** Something that a lint has found, and the SQL that fixes it. */
export interface Finding extends Pick<Lint, 'number' | 'name' | 'level' | 'title' | 'why' | 'remedy'> {
  /** What it is about, as in `table app.todos`. */
  readonly object: string
  /** What is wrong with it. */
  readonly detail: string
  /** SQL that fixes it, names quoted; comments alone where nothing but you can. */
  readonly fix: string
}

/** A finding that a comment on its object says to ignore. */
export interface IgnoredFinding extends Finding {
  /** Who owns the object, and alone can comment on it. */
  readonly owner: string
  /** Whether the application can be that owner: then the comment may be anybody's who gets out of the role of a user. */
  readonly byApplication: boolean
  /** What the comment says behind the numbers. */
  readonly reason: string
}

/** What tells findings apart, also between two looks at a database. */
export function identity({ number, object, detail }: Pick<Finding, 'number' | 'object' | 'detail'>): string {
  return JSON.stringify([number, object, detail])
}
