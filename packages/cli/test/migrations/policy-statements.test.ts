import { describe, expect, test } from 'vitest'
import { policyOf } from '../../src/policies/policy.js'
import { policyHistory } from '../../src/policies/statements/policy-history.js'
import { snapshotFindings } from '../../src/policies/statements/snapshot-findings.js'
import { statementFindings } from '../../src/policies/statements/statement-findings.js'

function historyOf(...texts: string[]) {
  const list = texts.map((text, i) => ({
    ...{ file: `000${i}_m.sql`, text },
    ...{ auth: undefined, adoption: undefined, isIntact: undefined },
  }))
  return policyHistory({ list, problems: [] })
}

const codes = (...texts: string[]) => {
  const { findings, warnings } = statementFindings(historyOf(...texts))
  return { findings: findings.map(({ code }) => code), warnings: warnings.map(({ code }) => code) }
}
const nothing = { findings: [], warnings: [] }

describe('what migrations end with', () => {
  test('policies with their conditions as they are written, through renames', () => {
    const steps = historyOf(
      `CREATE POLICY "a b" ON "Todos" AS RESTRICTIVE FOR UPDATE TO "Editor", public USING (id > 0 /* ) */ and x = ')') WITH CHECK (true);--> statement-breakpoint
       ALTER TABLE "Todos" RENAME TO "tasks";`,
      `ALTER TABLE "tasks" SET SCHEMA app; alter policy "a b" on app.tasks rename to c; ALTER POLICY c ON app.tasks TO Editor;
       drop table if exists other cascade`,
    )
    expect([...(steps.at(-1)?.after.values() ?? [])]).toEqual([
      {
        ...{
          schema: 'app',
          table: 'tasks',
          name: 'c',
          permissive: false,
          command: 'update',
          roles: ['editor'],
        },
        ...{ using: "id > 0 /* ) */ and x = ')'", check: 'true' },
      },
    ])
  })

  test('without what is dropped, in blocks as well', () => {
    const steps = historyOf(
      'create policy a on t using (true); create policy b on t using (true); create policy c on u using (true)',
      'do $$ begin drop policy a on t; if true then create policy d on t for select using (1 = 1); end if; end $$; drop table u',
    )
    expect([...(steps.at(-1)?.after.values() ?? [])].map(({ name }) => name)).toEqual(['b', 'd'])
  })
})

describe('what is found in statements', () => {
  test.each([
    ['a parameter', 'create policy p on t using (owner = $1)', 'policy_parameter'],
    [
      'a restrictive policy that forbids nothing',
      'create policy p on t as restrictive',
      'policy_without_condition',
    ],
    [
      'row-level security turned off with the last policy',
      'drop policy p on t; alter table t disable row level security',
      'row_security_disabled',
    ],
    [
      'the same on a table that is renamed later',
      'alter table t disable row level security; alter table t rename to u',
      'row_security_disabled',
    ],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toEqual({ findings: [code], warnings: [] })
    const [head, ...rest] = text.split('; ')
    const meant = [head, ...rest].map((each) => `-- rowauth: ignore ${code}, because it is meant\n${each}`)
    expect(codes(meant.join(';\n'))).toEqual(nothing)
    expect(codes(text.replace(/^/, '-- rowauth: ignore another_code\n')).findings).toEqual([code])
    // Neither a code in the reason nor a comment behind another statement is about this one.
    const others = [
      `-- rowauth: ignore another_code, which is not ${code}\n`,
      `select 1; -- rowauth: ignore ${code}\n`,
    ]
    for (const other of others) expect(codes(`${other}${text}`).findings).toEqual([code])
    expect(codes(meant.map((each) => each.replace('ignore ', 'ignore another_code, ')).join(';\n'))).toEqual(
      nothing,
    )
  })

  test.each([
    ['a parameter in a literal', "create policy p on t using (price = '$1' or price = 'costs $ 5')"],
    [
      'turned off and on again',
      'alter table t disable row level security',
      'alter table t enable row level security',
    ],
    ['turned off before the table goes', 'alter table t disable row level security', 'drop table t'],
    [
      'a restriction that gets its condition later',
      'create policy p on t as restrictive',
      'alter policy p on t using (id > 0)',
    ],
  ])('not %s', (_, ...texts) => {
    expect(codes(...texts)).toEqual(nothing)
  })
})

describe('what is worth a look', () => {
  const restricted =
    'create table t (); create policy open on t using (true); create policy narrow on t as restrictive using (id > 0)'
  const again = 'create policy narrow on t as restrictive using (id > 1)'

  test.each([
    ['a restrictive policy dropped before it is made again', `drop policy narrow on t; ${again}`],
    [
      'a permissive policy made before the restrictive one that narrows it',
      'create policy open_2 on t using (true); create policy narrow_2 on t as restrictive using (id > 1)',
    ],
  ])('%s', (_, text) => {
    expect(codes(restricted, text)).toEqual({ findings: [], warnings: ['policy_gap'] })
    expect(codes(restricted, text.replace(/^/, '-- rowauth: ignore policy_gap\n'))).toEqual(nothing)
  })

  test.each([
    ['in one block', `do $$ begin drop policy narrow on t; ${again}; end $$`],
    [
      'in an order that narrows first',
      `create policy a on t as restrictive using (true); create policy b on t using (true)`,
    ],
    [
      'a permissive one dropped, which closes',
      'drop policy open on t; create policy open on t using (id > 0)',
    ],
  ])('not %s', (_, text) => {
    expect(codes(restricted, text)).toEqual(nothing)
  })

  test('a permissive policy that allows nothing', () => {
    expect(codes('create policy p on t for select')).toEqual({
      findings: [],
      warnings: ['policy_without_condition'],
    })
  })
})

describe('what migrations lost of the schema, from reading alone', () => {
  const given = { schema: '', table: 't', name: 'p', roles: ['Editor'] }
  const compare = (text: string, policy: object) => {
    const snapshot = {
      file: 'meta/0000_snapshot.json',
      secured: [],
      policies: [policyOf({ ...given, ...policy })],
    }
    const { findings, warnings } = snapshotFindings(historyOf(text), snapshot, new Set())
    return { findings: findings.map(({ code }) => code), warnings: warnings.map(({ code }) => code) }
  }
  const found = { findings: ['policy_differs'], warnings: [] }

  test.each([
    [
      'the rest of a condition',
      'create policy p on t to "Editor" using (a )',
      { using: 'a -- why\nand b' },
      found,
    ],
    [
      'the case of a role',
      'create policy p on t; alter policy p on t to Editor using (a)',
      { using: 'a' },
      found,
    ],
    ['a kind', 'create policy p on t to "Editor" using (a)', { using: 'a', as: 'RESTRICTIVE' }, found],
    ['all of it', 'create table t ()', { using: 'a' }, { findings: ['policy_missing'], warnings: [] }],
    ['nothing', 'create policy p on t to "Editor" using ( a  = b)', { using: 'a = b' }, nothing],
    [
      'only the wording',
      'create policy p on t to "Editor" using (b = a)',
      { using: 'a = b' },
      { findings: [], warnings: ['policy_differs'] },
    ],
    ['what was pulled from a database', '/* create table t () */', { using: 'a' }, nothing],
  ])('%s', (_, text, policy, expected) => {
    expect(compare(text, policy)).toEqual(expected)
  })
})
