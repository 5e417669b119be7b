/** A node of a PostgreSQL parse tree, as `pg_node_tree` prints it. */
export class TreeNode {
  /** In capitals, as in `FUNCEXPR`. */
  readonly type: string
  readonly #fields: ReadonlyMap<string, readonly TreeValue[]>

  constructor(type: string, fields: ReadonlyMap<string, readonly TreeValue[]>) {
    this.type = type
    this.#fields = fields
  }

  /** The values behind a label: one as a rule, several for the bytes of a constant. */
  values(label: string): readonly TreeValue[] {
    return this.#fields.get(label) ?? []
  }

  /** The single word behind a label; empty when it is something else. */
  word(label: string): string {
    const [value] = this.values(label)
    return typeof value === 'string' ? value : ''
  }

  /** The nodes behind a label, whether it holds one or a list. */
  nodes(label: string): TreeNode[] {
    return this.values(label)
      .flatMap((value) => (value instanceof TreeNode || typeof value === 'string' ? [value] : value))
      .filter((value) => value instanceof TreeNode)
  }

  /** The labels of the node that hold a single word, with it. */
  *words(): Generator<readonly [label: string, word: string]> {
    for (const [label, [value]] of this.#fields) if (typeof value === 'string') yield [label, value]
  }

  /** Everything that the node holds. */
  *contents(): Generator<TreeValue> {
    for (const values of this.#fields.values()) yield* values
  }
}

/** What stands behind a label: a node, a list in parentheses, or a word. */
export type TreeValue = TreeNode | readonly TreeValue[] | string
