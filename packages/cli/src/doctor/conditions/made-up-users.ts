import { Group, isName, type Part } from '../../sql-text/expression-parts.js'

/** Somebody whose queries a condition is tried with; a visitor has no id. */
export interface MadeUpUser {
  readonly id: string | null
  readonly role: string
}

/** A function without arguments that tells about the session. */
export interface SessionFunction {
  readonly oid: string
  /** Quoted where PostgreSQL quotes it. */
  readonly name: string
  /** Its result, as PostgreSQL writes the type. */
  readonly type: string
}

/** Two users who have nothing but an account, and a visitor. Their ids serve as text and as uuid. */
export function madeUpUsers(roles: readonly string[]): { signedIn: MadeUpUser[]; visitor: MadeUpUser } {
  const [role = 'authenticated', visitor = 'anonymous'] = roles
  const ids = ['3f1a7c52-0000-4000-8000-00000000000a', '8b24d9e0-0000-4000-8000-00000000000b']
  return { signedIn: ids.map((id) => ({ id, role })), visitor: { id: null, role: visitor } }
}

/** At no domain that a condition names. */
function emailOf(id: string): string {
  return `${id}@made-up.invalid`
}

function claimsOf({ id, role }: MadeUpUser): Record<string, unknown> {
  return id === null ? { role } : { sub: id, role, aud: role, email: emailOf(id) }
}

/** What such a function answers for a user, by what it is called: SQL, or undefined for one that nobody knows. */
export function answerOf({ name, type }: SessionFunction, user: MadeUpUser): string | undefined {
  const claims = user.id === null ? 'null' : JSON.stringify(claimsOf(user))
  const answers: Record<string, string | null> = {
    user_id: user.id,
    uid: user.id,
    jwt: claims,
    session: claims,
    role: user.role,
    email: user.id === null ? null : emailOf(user.id),
    organization_id: null,
    organization: null,
  }
  const answer = answers[name]
  if (answer === undefined || !['text', 'uuid', 'json', 'jsonb'].includes(type)) return undefined
  return answer === null ? `null::${type}` : `${literal(answer)}::${type}`
}

/** The condition with what the session of a user answers in place of what asks it. */
export function asAskedBy(
  parts: readonly Part[],
  user: MadeUpUser,
  schema: string,
  functions: readonly SessionFunction[],
): Part[] {
  const result: Part[] = []
  for (let i = 0; i < parts.length; i += 1) {
    const [part, dot, name, call] = parts.slice(i, i + 4)
    const called =
      part === schema && dot === '.' && isName(name) && call instanceof Group && call.parts.length === 0
        ? functions.find((each) => each.name === name)
        : undefined
    const answer = called === undefined ? undefined : answerOf(called, user)
    if (answer !== undefined) {
      result.push(`(${answer})`)
      i += 3
    } else if (part === 'CURRENT_USER' || part === 'CURRENT_ROLE' || part === 'USER') {
      result.push(`(${literal(user.role)}::name)`)
    } else if (
      part === 'current_setting' &&
      dot instanceof Group &&
      dot.parts[0] === "'request.jwt.claims'"
    ) {
      result.push(`(${literal(user.id === null ? '' : JSON.stringify(claimsOf(user)))}::text)`)
      i += 1
    } else {
      result.push(
        part instanceof Group ? new Group(asAskedBy(part.parts, user, schema, functions)) : (part as Part),
      )
    }
  }
  return result
}

/** A string as SQL writes it with `standard_conforming_strings`. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
