const uuid = '67e55044-10b1-426f-9247-bb680e5fe0c8'
const digits = uuid.replaceAll('-', '')

/** What the functions return; absent: as without claims. */
export interface Expected {
  session?: unknown
  userId?: string | null
  uid?: string | null
  organization?: unknown
  organizationId?: string | null
}

/** Without claims. */
export const nothing: Required<Expected> = {
  session: null,
  userId: null,
  uid: null,
  organization: null,
  organizationId: null,
}

/** The text of `request.jwt.claims` (`undefined`: never set) and what differs from {@link nothing}. */
export const claimsTable: [string, string | undefined, Expected][] = [
  ['no claims', undefined, {}],
  ['an empty setting', '', {}],
  ['JSON null', 'null', {}],
  ['an empty object', '{}', { session: {} }],
  ['an array', '[{"sub":"alice"}]', { session: [{ sub: 'alice' }] }],
  ['a string', '"sub"', { session: 'sub' }],
  ['a number', '17', { session: 17 }],
  ['a plain subject', '{"sub":"alice"}', { session: { sub: 'alice' }, userId: 'alice' }],
  ['an empty subject', '{"sub":""}', { session: { sub: '' }, userId: '' }],
  ['a subject null', '{"sub":null}', { session: { sub: null } }],
  ['a number as subject', '{"sub":42}', { session: { sub: 42 } }],
  ['true as subject', '{"sub":true}', { session: { sub: true } }],
  ['an object as subject', '{"sub":{"sub":"a"}}', { session: { sub: { sub: 'a' } } }],
  ['an array as subject', '{"sub":["alice"]}', { session: { sub: ['alice'] } }],
  [
    'a subject with quotes',
    '{"sub":"a\\"b\'c;--$$\\n"}',
    { session: { sub: 'a"b\'c;--$$\n' }, userId: 'a"b\'c;--$$\n' },
  ],
  ['a subject given twice', '{"sub":"a","sub":"b"}', { session: { sub: 'b' }, userId: 'b' }],
  ['organization as a string', '{"o":"acme"}', { session: { o: 'acme' } }],
  ['organization as an array', '{"o":[{"id":"x"}]}', { session: { o: [{ id: 'x' }] } }],
  ['organization null', '{"o":null}', { session: { o: null } }],
  [
    'an organization without id',
    '{"o":{"slug":"a"}}',
    { session: { o: { slug: 'a' } }, organization: { slug: 'a' } },
  ],
  [
    'an organization with a number as id',
    '{"o":{"id":7}}',
    { session: { o: { id: 7 } }, organization: { id: 7 } },
  ],
]

/** Ways to write a UUID; the same holds for `sub` and for `o.id`. */
export const uuids: [string, string, string | null][] = [
  ['hyphenated', uuid, uuid],
  ['in upper case', uuid.toUpperCase(), uuid],
  ['of 32 digits', digits, uuid],
  ['in braces', `{${uuid}}`, uuid],
  ['as a URN', `urn:uuid:${uuid}`, uuid],
  ['nil', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
  ['as a URN in upper case', `URN:UUID:${uuid}`, null],
  ['as a URN twice', `urn:uuid:urn:uuid:${uuid}`, null],
  ['as a URN in braces', `urn:uuid:{${uuid}}`, null],
  ['as a URN of 32 digits', `urn:uuid:${digits}`, null],
  ['of 32 digits in braces', `{${digits}}`, null],
  ['with one brace', `{${uuid}`, null],
  ['with the other brace', `${uuid}}`, null],
  ['one digit short', uuid.slice(0, -1), null],
  ['one digit long', `${uuid}0`, null],
  ['grouped as only PostgreSQL takes it', '67e5-5044-10b1-426f-9247-bb68-0e5f-e0c8', null],
  ['with a line break at the end', `${uuid}\n`, null],
  ['with a blank before', ` ${uuid}`, null],
  ['with a foreign digit', uuid.replace('6', '\uff16'), null],
  ['not at all', 'alice', null],
]
