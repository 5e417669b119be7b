/** Where Drizzle's classes say what they are: `is()` compares this, because there may be several copies of a class. */
const entityKind = Symbol.for('drizzle:entityKind')

/** What an object of Drizzle's is, by its class and then those it derives from: `NodePgSession`, `PgSession`. */
export function drizzleKinds(value: object): string[] {
  const kinds: string[] = []
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    if (!Object.hasOwn(at, 'constructor')) continue
    const made: unknown = at.constructor
    if (typeof made !== 'function' || !Object.hasOwn(made, entityKind)) continue
    const kind: unknown = Reflect.get(made, entityKind)
    if (typeof kind === 'string') kinds.push(kind)
  }
  return kinds
}
