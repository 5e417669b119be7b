import { type Application, applications } from './applications.js'
import type { CorpusState } from './corpus-state.js'
import { splinterExposure } from './splinter-exposure.js'
import { splinterPolicies, splinterUnrelated } from './splinter-policies.js'

const states = [...splinterExposure, ...splinterPolicies, ...splinterUnrelated]

/** docs/doctor-corpora.md: what doctor finds in databases that were not made for it, as the tests beside this expect. */
export function corporaPage(): string {
  return `# What \`rowauth doctor\` finds elsewhere

Three collections of databases that were not made for [\`doctor\`](doctor.md), and what it says of them. This page is made of what
its tests expect (\`packages/cli/test/doctor/corpora\`).

## The states of splinter

[splinter](https://supabase.github.io/splinter) is the linter of Supabase. Its documentation says of each lint what it is about; these states were written after
that, on a database with Supabase's roles and default privileges, which lints 108, 111, 112 and 113 are about, and which are left out here.

${summary(states)}

| splinter | state | doctor |
|---|---|---|
${states.map((state) => `| \`${state.lint}\` | ${state.state} | ${verdict(state)} |`).join('\n')}

## Applications

Reduced schemas in the shape of applications that many have started from. \`doctor\` finds in them:

| application | findings | true | false | missed |
|---|---|---|---|---|
${applications.map(row).join('\n')}

${applications.map(section).join('\n\n')}

## Random faults

A sound database is broken in two to six random ways out of the test cases of the lints, and \`doctor\` has to find exactly those. Left
out are faults that take away what others are found by (a role that is gone, a schema that it may not use), and those in conditions,
of which one can be several findings. ROWAUTH_RUNS and ROWAUTH_SEED repeat or extend it: 0 missed and 0 false in 100 runs.
`
}

function summary(all: readonly CorpusState[]): string {
  const count = (of: (state: CorpusState) => boolean) => all.filter(of).length
  const found = count(({ finds }) => finds.length > 0)
  const sound = count(({ silent }) => silent === 'sound')
  const missed = count(({ silent }) => typeof silent === 'object' && 'missed' in silent)
  return [
    '| states | found | sound, and nothing said | none of its business | missed | false |',
    '|---|---|---|---|---|---|',
    `| ${all.length} | ${found} | ${sound} | ${all.length - found - sound - missed} | ${missed} | 0 |`,
  ].join('\n')
}

function verdict({ finds, silent }: CorpusState): string {
  if (finds.length > 0) return `found: ${finds.map((finding) => finding.slice(0, 3)).join(', ')}`
  if (silent === 'sound') return 'sound'
  if (silent === undefined) throw new Error('A state in which nothing is found says why.')
  return 'missed' in silent ? `missed: ${silent.missed}` : `not its business: ${silent.notOurs}`
}

function row({ name, source, findings, missed }: Application): string {
  const all = Object.values(findings)
  const wrong = all.filter((why) => why.startsWith('False'))
  return `| ${name}, after ${source} | ${all.length} | ${all.length - wrong.length} | ${wrong.length} | ${missed.length} |`
}

function section({ name, findings, missed }: Application): string {
  return [
    `### ${name[0]?.toUpperCase()}${name.slice(1)}\n`,
    '| finding | stays because |',
    '|---|---|',
    ...Object.entries(findings).map(([finding, why]) => `| ${finding} | ${why} |`),
    ...missed.map((what) => `| missed | ${what} |`),
  ].join('\n')
}
