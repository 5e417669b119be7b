/** A row of `sql/setup-check.sql`. */
export interface Finding {
  readonly database: string
  readonly kind: string
  /** What it is about, as SQL names it. */
  readonly object: string
  readonly detail: string
  /** The SQL that fixes it. */
  readonly fix: string
  /** The table whose queries it is about; null: all queries. */
  readonly relation: string | null
  /** That of the table, where the search path does not find it. */
  readonly schema: string | null
}

type Text = (object: string, detail: string) => string

const texts: Readonly<Record<string, Text>> = {
  'role-unbound': (role, detail) =>
    `NO POLICY HOLDS. ${role}, which queries run as, ${detail}: PostgreSQL asks it no policy, and every user has the ` +
    'rows of everybody. Take it away:',
  'role-owns': (table, detail) =>
    `NO POLICY HOLDS on table ${table}: ${detail}. PostgreSQL asks owners no policy, and every user has the rows of ` +
    'everybody. Give the table to another role:',
  'rls-off': (table, role) =>
    `Row-level security is off on table ${table}: whoever runs as ${role} has the rows of everybody. Turn it on, and ` +
    'write policies; for rows that everybody may read, one for select that is `using (true)`:',
  'policies-without-rls': (table) =>
    `Table ${table} has policies, but row-level security is off: no policy is asked, and every user has the rows of ` +
    'everybody. Turn it on:',
  'no-policy': (table, role) =>
    `No policy on table ${table} is for ${role}: queries find no rows, and say nothing. Write one:`,
  login: (role, detail) =>
    `The application logs in as ${role}, which ${detail}: queries without $withAuth, and SQL that gets out of its ` +
    'role, are not held by policies. It should own nothing, and act for others only:',
  'schema-not-usable': (schema, role) =>
    `${role} may not use the auth schema ${schema}: queries that name its functions fail. Run its script again ` +
    '(npx rowauth apply --url), or:',
  'function-not-executable': (routine, role) =>
    `Policies call ${routine}, which ${role} may not execute: queries on their tables fail. Let it:`,
}

const more =
  'npx rowauth doctor --url looks through the whole database. This is said once, and not with NODE_ENV=production.'

/** What is wrong, the SQL that fixes it, and where there is more. */
export function setupWarning({ kind, object, detail, fix }: Finding): string {
  const text = texts[kind]?.(object, detail) ?? `${object}: ${detail}`
  return `${text}\n  ${fix.replaceAll('\n', '\n  ')}\n${more}`
}
