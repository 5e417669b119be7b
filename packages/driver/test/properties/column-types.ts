type Texts = Readonly<Record<string, readonly string[]>>

/**
 * Types in families between which columns change most often, each with texts for it in several spellings. It reads
 * the first two of them.
 */
const families: readonly Texts[] = [
  {
    smallint: ['5', '007', ' 5', '-1', '32767'],
    integer: ['5', '007', '16777217', ' 5', '-1', '32767'],
    bigint: ['5', '16777217', '007', '-1', '5000000000', '9007199254740993'],
    numeric: ['5', '16777217', '1.50', '1e3', '0.1000000000000000055511', 'NaN'],
    'numeric(6,2)': ['5', '1.50', '1.239', '1e3'],
    real: ['5', '16777217', '1.5', '1e3', '1.23456789012'],
    'double precision': ['5', '16777217', '1.5', '1e3', '0.1', '1.23456789012'],
    money: ['5', '1.239', '$1.50', '-1'],
    oid: ['5', '16777217', '007'],
    'integer[]': ['{1,2}', '{5}', '{}'],
  },
  {
    text: ['ab', 'AB', '5', '007', ' 5', 'ab  ', '1.50', 'x'.repeat(70), '{ab,5}'],
    varchar: ['ab', 'AB', '5', '007', 'ab  ', 'x'.repeat(70)],
    'varchar(3)': ['ab', '007', 'abcd', 'ab  '],
    'char(5)': ['ab', 'ab  ', 'AB', 'abcdef'],
    name: ['ab', 'x'.repeat(63), 'AB', 'x'.repeat(70)],
    '"char"': ['a', 'ab', '5'],
    citext: ['ab', 'AB', '007', 'ab  '],
    bytea: ['\\x6869', 'ab', '\\x00', '5'],
    'text[]': ['{ab,5}', '{}', '{ "ab" , 5 }'],
    mood: ['ab', '5', '007', 't'],
    integer: ['5', '007', '16777217'],
    uuid: ['5bb3ed4e-0b2b-4b8e-8e2f-0d5f0a3cf001', '5BB3ED4E-0B2B-4B8E-8E2F-0D5F0A3CF001'],
    boolean: ['t', 'TRUE', 'true', 'false', '1', 'off'],
  },
  {
    date: ['2022-01-01', '2022-01-01 15:30:00', '20220101', '5 Jan 2022'],
    time: ['15:30', '15:30:00', '15:30:00-02', '3:30 PM'],
    timetz: ['15:30', '15:30:00-02', '15:30:00+00'],
    timestamp: ['2022-01-01', '2022-01-01 15:30:00', '2022-01-01 15:30:00-02'],
    timestamptz: ['2022-01-01', '2022-01-01 15:30:00', '2022-01-01 15:30:00-02'],
    interval: ['1 day', '24:00:00', 'P1D', '5'],
    'timestamp[]': ['{2022-01-01}', '{"2022-01-01 15:30:00-02"}'],
    tstzrange: ['[2022-01-01,2022-01-02)', '["2022-01-01 15:30:00-02",)'],
    text: ['2022-01-01', '15:30', '2022-01-01 15:30:00-02'],
  },
  {
    json: ['{"a":1}', '{"a":1,"a":2}', ' [1, 2]', '5', 'true', '"ab"'],
    jsonb: ['{"a":1}', '{"a":1,"a":2}', ' [1, 2]', '5', 'true', '"ab"', '1.50'],
    xml: ['<a/>', 'ab', '5'],
    tsvector: ['ab', 'b a', "'ab':1"],
    text: ['{"a":1}', '5', 'ab'],
  },
  {
    'bit(4)': ['1010', '0101'],
    'bit varying': ['1010', '1', '0101'],
    inet: ['10.0.0.1', '10.0.0.0/8', '::1'],
    cidr: ['10.0.0.0/8', '10.0.0.1'],
    macaddr: ['08:00:2b:01:02:03', '08002B:010203'],
    point: ['(1,2)', '1,2'],
    box: ['(1,2),(3,4)', '1,2,3,4'],
    circle: ['<(1,2),3>', '1,2,3'],
    int4range: ['[1,5)', '[1,4]', 'empty'],
    int4multirange: ['{[1,5)}', '{}'],
    dom: ['5', '007', '2022-01-01', '1.50'],
  },
]

const familiesOf = new Map<string, readonly string[]>()
for (const family of families) {
  for (const type of Object.keys(family)) {
    familiesOf.set(type, [...(familiesOf.get(type) ?? []), ...Object.keys(family)])
  }
}

export const typeNames: readonly string[] = [...familiesOf.keys()]

/** Those of which most columns are. */
export const commonTypes = [
  'smallint',
  'integer',
  'bigint',
  'text',
  'varchar',
  'boolean',
  'uuid',
  'json',
] as const

/** Types that a column of this one is likely to become. */
export function relatives(type: string): readonly string[] {
  return familiesOf.get(type) ?? typeNames
}

/** Texts for a type. */
export function textsFor(type: string): readonly string[] {
  return families.flatMap((family) => family[type] ?? [])
}

/** Texts that several types read, and each in its own way. */
export const sharedTexts = [
  '5',
  '007',
  ' 5',
  '1.50',
  '1e3',
  '2022-01-01',
  '2022-01-01 15:30:00-02',
  '15:30',
  't',
  'TRUE',
  'ab',
  'AB',
  'ab  ',
  '5BB3ED4E-0B2B-4B8E-8E2F-0D5F0A3CF001',
  '\\x6869',
  '{"a":1}',
  '{ab,5}',
  '1010',
  '',
]
