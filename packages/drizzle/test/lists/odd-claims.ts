export const id = {
  one: '0190163d-8694-739b-aea5-966c26f8ad90',
  two: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
}

const big = '9223372036854775807'

/** What a token may hold where a list is expected, and what it is as each kind of list. */
export const oddClaims: readonly {
  readonly name: string
  readonly value: unknown
  readonly text: readonly (string | null)[] | null
  readonly uuid: readonly (string | null)[] | null
  readonly integer: readonly (number | null)[] | null
  readonly bigint: readonly (bigint | null)[] | null
}[] = [
  ...[undefined, null, '', 'a', id.one, `{${id.one}}`, 7, 1.5, true, false, '[]', '{}'].map((value) => ({
    name: `no list: ${JSON.stringify(value)}`,
    value,
    text: null,
    uuid: null,
    integer: null,
    bigint: null,
  })),
  { name: 'an empty list', value: [], text: [], uuid: [], integer: [], bigint: [] },
  { name: 'an empty object', value: {}, text: [], uuid: [], integer: [], bigint: [] },
  {
    name: 'strings',
    value: ['a', '', ' ', 'null', '{a,b}', '"', "'", '\\', 'naïve 🙂 \ufffd', 'a\nb', '%'],
    text: ['a', '', ' ', 'null', '{a,b}', '"', "'", '\\', 'naïve 🙂 \ufffd', 'a\nb', '%'],
    uuid: Array(11).fill(null),
    integer: Array(11).fill(null),
    bigint: Array(11).fill(null),
  },
  {
    name: 'UUIDs next to junk',
    value: [
      id.one,
      id.two.toUpperCase(),
      ` ${id.one}`,
      `{${id.one}}`,
      id.one.slice(1),
      7,
      null,
      [id.one],
      {},
    ],
    text: [id.one, id.two.toUpperCase(), ` ${id.one}`, `{${id.one}}`, id.one.slice(1), '7', null, null, null],
    uuid: [id.one, id.two, null, null, null, null, null, null, null],
    integer: [null, null, null, null, null, 7, null, null, null],
    bigint: [null, null, null, null, null, 7n, null, null, null],
  },
  {
    name: 'numbers of every size',
    value: [
      0,
      -1,
      '2147483647',
      2147483648,
      big,
      '9223372036854775808',
      '9'.repeat(500),
      1.5,
      '1e3',
      1e21,
      true,
    ],
    text: [
      '0',
      '-1',
      '2147483647',
      '2147483648',
      big,
      '9223372036854775808',
      '9'.repeat(500),
      '1.5',
      '1e3',
      '1000000000000000000000',
      'true',
    ],
    uuid: Array(11).fill(null),
    integer: [0, -1, 2147483647, ...Array(8).fill(null)],
    bigint: [0n, -1n, 2147483647n, 2147483648n, BigInt(big), ...Array(6).fill(null)],
  },
  {
    name: 'lists in lists',
    value: [[id.one], [[['x']]], { [id.one]: {} }, 'a'],
    text: [null, null, null, 'a'],
    uuid: [null, null, null, null],
    integer: [null, null, null, null],
    bigint: [null, null, null, null],
  },
  {
    name: 'an object, the names of its members',
    // jsonb orders the names by their length first.
    value: { a: {}, b7: [], [id.one]: { roles: ['x'] }, c: false, d: null },
    text: ['a', null, null, 'b7', id.one],
    uuid: [null, null, null, null, id.one],
    integer: Array(5).fill(null),
    bigint: Array(5).fill(null),
  },
]
