import { createRequire } from 'node:module'
import Ajv from 'ajv'
import { expect, test } from 'vitest'
import type { Circumstances } from '../../src/doctor/circumstances.js'
import type { Finding } from '../../src/doctor/finding.js'
import { lints } from '../../src/doctor/generated.js'
import type { Diagnosis } from '../../src/doctor/output/diagnosis.js'
import { githubLines } from '../../src/doctor/output/github.js'
import { sarifLog } from '../../src/doctor/output/sarif.js'
import { shownFix } from '../../src/doctor/output/shown-fix.js'
import { wrap } from '../../src/doctor/output/wrap.js'
import { printableSql } from '../../src/sql-text/printable-sql.js'

const require = createRequire(import.meta.url)

const circumstances: Circumstances = {
  connection: 'postgres',
  appRole: 'web',
  chosen: 'given',
  administrator: true,
  tables: 2,
  policies: 3,
}

function diagnosis(...objects: readonly string[]): Diagnosis {
  const findings = objects.map((object, i): Finding => {
    const { number, name, level, title, why, remedy } = lints[i % lints.length] as (typeof lints)[number]
    return { number, name, level, title, why, remedy, object, detail: '100 %, it\nis: so', fix: 'select 1;' }
  })
  return { circumstances, findings, known: [], gone: [], ignored: [], ok: false }
}

/** The schema of the OASIS, as a package has it that tests SARIF. */
function sarifProblems(log: unknown): unknown {
  const ajv = new Ajv({ schemaId: 'auto', validateSchema: false })
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'))
  const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'))
  return validate(log) ? null : validate.errors
}

test('SARIF is valid, names every lint, and knows a finding again', () => {
  const log = sarifLog(diagnosis('table "odd %"."naïve ü"', 'policy a on b'), lints, '1.2.3')
  expect(sarifProblems(JSON.parse(JSON.stringify(log)))).toBeNull()
  expect(sarifProblems(sarifLog(diagnosis(), lints, '1.2.3'))).toBeNull()
  expect(sarifProblems({ version: '2.1.0', runs: [{ results: [] }] })).not.toBeNull()
  expect(log).toMatchObject({
    runs: [
      {
        tool: {
          driver: { rules: lints.map(({ number }) => expect.objectContaining({ id: String(number) })) },
        },
        results: [
          { ruleId: String(lints[0]?.number), ruleIndex: 0, level: 'error', message: { text: /^table/ } },
          { ruleIndex: 1, partialFingerprints: { 'finding/v1': expect.stringMatching(/^[0-9a-f]{64}$/) } },
        ].map(({ message: _, ...result }) => result),
      },
    ],
  })
  expect(sarifLog(diagnosis('table "odd %"."naïve ü"', 'policy a on b'), lints, '1.2.3')).toEqual(log)
})

test('what a comment says to ignore is suppressed in SARIF, with who says so and why', () => {
  const { findings, ...rest } = diagnosis('table a', 'policy b on a')
  const ignored = findings.slice(1).map((finding) => ({
    ...finding,
    ...{ owner: 'authenticated', byApplication: true, reason: 'meant\r\n::error::so' },
  }))
  const found = { ...rest, findings: findings.slice(0, 1), ignored }
  const log = sarifLog(found, lints, '1.2.3')
  expect(sarifProblems(JSON.parse(JSON.stringify(log)))).toBeNull()
  expect(log).toMatchObject({
    runs: [
      {
        results: [
          { suppressions: [] },
          {
            ruleIndex: 1,
            suppressions: [{ kind: 'inSource', justification: 'authenticated: meant\r\n::error::so' }],
          },
        ],
      },
    ],
  })
  const [, count, line, annotation] = githubLines(found).split('\n')
  expect([count, line]).toEqual([
    '1 ignored by comments',
    expect.stringMatching(
      /^ {2}102 policy b on a: .* \(authenticated, whom the application can be: meant\\u\{d\}/,
    ),
  ])
  expect(annotation).toMatch(/^::error title=101/)
})

test('what stands in an annotation cannot end it or begin another', () => {
  const out = githubLines(diagnosis('table "::error::a,b%0A\r\n::warning::"'))
  expect(out.trim().split('\n')).toEqual([
    'Looked at 2 tables, 3 policies as web (--app-role)',
    '::error title=101 Row-level security is off on a table that the roles can reach::' +
      'table "::error::a,b%250A\\u{d}\\u{a}::warning::": 100 %25, it\\u{a}is: so%0A' +
      'https://github.com/rowauth/rowauth/blob/main/docs/doctor.md#lint-101',
  ])
})

test('a long fix is cut, and says where the rest is', () => {
  const fix = Array.from({ length: 30 }, (_, i) => `grant a${i} to b;`).join('\n')
  expect(shownFix(203, fix)).toHaveLength(20)
  expect(shownFix(203, fix).at(-1)).toBe('-- And 11 more lines: rowauth doctor --sql has them.')
  expect(shownFix(501, fix)).toEqual(['-- The script that `rowauth sql` prints and `rowauth apply` runs.'])
})

test('lines end at spaces, and long words have a line of their own', () => {
  expect(wrap('one two three', 22, '  ')).toEqual(['  one two three'])
  expect(wrap(`one two three four five ${'x'.repeat(30)}`, 24, '  ')).toEqual([
    '  one two three four',
    '  five',
    `  ${'x'.repeat(30)}`,
  ])
})

test.each([
  [`drop table "a\u001bb\\"`, `drop table U&"a\\+00001bb\\\\"`],
  [`select 'a\u202eb''c'`, `select U&'a\\+00202eb''c'`],
  [`select E'a\\n\u0007'`, `select E'a\\n\\U00000007'`],
  [
    `-- a--> statement-breakpoint\nselect 'b--> statement-breakpoint'`,
    `-- a--\\u{3e} statement-breakpoint\nselect U&'b--\\+00003e statement-breakpoint'`,
  ],
  [`-- a\u001b[2J\nselect "таблица\n"`, `-- a\\u{1b}[2J\nselect "таблица\n"`],
])('%j is printed as %j', (sql, printed) => {
  expect(printableSql(sql)).toBe(printed)
})
