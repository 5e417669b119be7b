import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { templateLiteral } from './auth-schema-source.mjs'

const sqlRoot = new URL('../packages/cli/sql/doctor/', import.meta.url)

const docsPath = fileURLToPath(new URL('../docs/doctor.md', import.meta.url))
const docsStart = '<!-- Made of packages/cli/sql/doctor by `pnpm sql`: change the files there. -->'

/** The chapters of the documentation: one folder each. */
const folders = {
  tables: 'Tables',
  login: 'Roles',
  policies: 'Policies',
  bypasses: 'Ways around policies',
  schema: 'The auth schema',
  verification: 'Verification by the database',
}

/** What the lints share, one `with` in several files. */
const common = ['roles', 'relations', 'policies', 'functions-and-views'].map((name) => `common/${name}.sql`)

/** The texts that come of the SQL of `rowauth doctor`, and where they are committed. */
export async function compileDoctor() {
  const chapters = await Promise.all(
    Object.entries(folders).map(async ([folder, title]) => ({ title, lints: await readLints(folder) })),
  )
  return [
    {
      path: fileURLToPath(new URL('../packages/cli/src/doctor/generated.ts', import.meta.url)),
      text: await compileModule(chapters.flatMap(({ lints }) => lints)),
    },
    { path: docsPath, text: await compileDocs(chapters) },
  ]
}

async function readLints(folder) {
  const files = (await readdir(new URL(`${folder}/`, sqlRoot))).sort()
  return Promise.all(
    files.map(async (file) => readLint(`${folder}/${file}`, await readSql(`${folder}/${file}`))),
  )
}

/** The file name is number and name; the comment in front is what the lint says of itself. */
function readLint(file, text) {
  const [, number, name] = /\/([1-9][0-9]{2})-([a-z-]+)\.sql$/.exec(file) ?? []
  const [header, comment] = /^((?:-- .*\n)+)/.exec(text) ?? []
  const fields = Object.fromEntries(
    (comment ?? '')
      .replace(/\n--\s{3}/g, ' ')
      .trim()
      .split('\n')
      .map((line) => /^-- (\w+): (.*)$/.exec(line)?.slice(1) ?? [line, '']),
  )
  const expected = ['title', 'level', 'why', 'fix']
  if (number === undefined || Object.keys(fields).join() !== expected.join()) {
    throw new Error(`packages/cli/sql/doctor/${file} needs a number, a name, and ${expected.join(', ')}`)
  }
  if (!['error', 'warning', 'info'].includes(fields.level)) throw new Error(`${file}: unknown level`)
  return { number: Number(number), name, ...fields, sql: text.slice(header.length).trim() }
}

async function compileModule(lints) {
  const entries = lints.map(
    ({ number, name, level, title, why, fix, sql }) =>
      `  {\n    number: ${number},\n    name: '${name}',\n    level: '${level}',\n` +
      `    title: ${templateLiteral(title)},\n    why: ${templateLiteral(why)},\n` +
      `    remedy: ${templateLiteral(fix)},\n    sql: ${templateLiteral(sql)},\n  },\n`,
  )
  return [
    '// Compiled from packages/cli/sql/doctor by scripts/generate-sql.mjs: change the SQL there, then run `pnpm sql`.',
    "import type { Lint } from './lint.js'\n",
    `export const inputSql = ${templateLiteral(await readSql('input.sql'))}\n`,
    `export const commonSql = ${templateLiteral((await Promise.all(common.map(readSql))).join(',\n'))}\n`,
    `export const policyGraphSql = ${templateLiteral(await readSql('policy-graph.sql'))}\n`,
    `export const circumstancesSql = ${templateLiteral(await readSql('circumstances.sql'))}\n`,
    `export const passwordSql = ${templateLiteral(await readSql('password.sql'))}\n`,
    `export const passwordRulesSql = ${templateLiteral(await readSql('password-rules.sql'))}\n`,
    `export const verificationSql = ${templateLiteral(await readSql('verification.sql'))}\n`,
    `export const lints: readonly Lint[] = [\n${entries.join('')}]\n`,
  ].join('\n')
}

/** What stands before the mark is written by hand; what follows it comes of the lints. */
async function compileDocs(chapters) {
  const [introduction, rest] = (await readFile(docsPath, 'utf8')).split(docsStart)
  if (rest === undefined) throw new Error(`docs/doctor.md has lost the line ${docsStart}`)
  const sections = chapters.flatMap(({ title, lints }) => [
    `## ${title}\n`,
    ...lints.map(
      (lint) =>
        `<a id="lint-${lint.number}"></a>\n\n### ${lint.number}: ${lint.title}\n\n**${lint.level}**, \`${lint.name}\`\n\n${lint.why}\n\n*Fix:* ${lint.fix}\n`,
    ),
  ])
  return `${introduction}${docsStart}\n\n${sections.join('\n')}`
}

async function readSql(file) {
  return (await readFile(new URL(file, sqlRoot), 'utf8')).trim()
}
