/** Ids of users, and of what belongs to them. */
export const uuids = ['0190163d-8694-739b-aea5-966c26f8ad90', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'] as const

/** Texts with everything that SQL, its comments, Drizzle's placeholders or a kit's own marks could take for theirs. */
export const oddTexts = [
  "o'brien",
  "''",
  '"',
  'back\\slash',
  "\\'",
  'a--b',
  '-- all',
  '/* */',
  '*/',
  '$1',
  '$$',
  '$a$',
  'a;b',
  'ünï 🙂',
  'line\nbreak',
  '--> statement-breakpoint',
  '',
  ' ',
  '100%',
  '?',
  ':name',
  '{a,b}',
  '__',
  'true',
  'null',
] as const

export const users = ['alice', 'bob', ...uuids] as const

export const labels = [
  'editor',
  'a',
  "o'brien",
  'a"b',
  'a,b',
  '{}',
  'null',
  'back\\slash',
  'a--b',
  '',
] as const

export const times = ['2026-01-02T03:04:05.678Z', '1999-12-31T23:59:59.000Z'].map((time) => new Date(time))

/** What JSON may hold; '5' and 5 are not the same. */
export const jsonValues = ['x', "o'brien", 'a--b', '5', 5, true, { a: 1 }, ['x', 'a--b']] as const

/** Roles beside those of the auth schema. */
export const roles = {
  editor: 'fuzz_editor',
  viewer: 'fuzz_viewer',
  /** Its name is that of two others, joined. */
  joined: 'fuzz_editor_fuzz_viewer',
  odd: 'Fuzz-Röle',
  /** A member of `editor`, with its rights. */
  lead: 'fuzz_lead',
  /** A member of `editor` that has its rights only after SET ROLE. */
  guest: 'fuzz_guest',
} as const

export const allRoles = ['authenticated', 'anonymous', ...Object.values(roles)]

/** Whose policies hold for a role besides its own and those for PUBLIC. */
export const inherited: Readonly<Record<string, readonly string[]>> = { [roles.lead]: [roles.editor] }
