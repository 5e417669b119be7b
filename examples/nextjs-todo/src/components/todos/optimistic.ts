/** What the screen shows of a todo. */
export interface Todo {
  readonly id: string
  readonly title: string
  readonly done: boolean
  readonly createdBy: string | null
  /** Not in the database yet. */
  readonly isNew?: boolean
}

export type Change =
  | { kind: 'add'; todo: Todo }
  | { kind: 'change'; id: string; values: { title: string } | { done: boolean } }
  | { kind: 'remove'; id: string }
  | { kind: 'clear' }
  | { kind: 'order'; ids: readonly string[] }

/** The list as it will be, shown until the server has answered. */
export function withChange(todos: readonly Todo[], change: Change): readonly Todo[] {
  switch (change.kind) {
    case 'add':
      return [change.todo, ...todos]
    case 'change':
      return todos.map((todo) => (todo.id === change.id ? { ...todo, ...change.values } : todo))
    case 'remove':
      return todos.filter(({ id }) => id !== change.id)
    case 'clear':
      return todos.filter(({ done }) => !done)
    case 'order':
      return change.ids.flatMap((wanted) => todos.find(({ id }) => id === wanted) ?? [])
  }
}

/** The order after `moved` were dropped beside `target`. */
export function dropped(
  ids: readonly string[],
  moved: ReadonlySet<string>,
  target: string,
  where: 'before' | 'after',
): string[] {
  const others = ids.filter((id) => !moved.has(id))
  const at = others.indexOf(target) + (where === 'after' ? 1 : 0)
  return [...others.slice(0, at), ...ids.filter((id) => moved.has(id)), ...others.slice(at)]
}
