import { sessionFunctionNames } from '../adoption/function-names.js'
import type { Migration, Migrations } from '../migrations/read-migrations.js'
import { type Names, roleNames } from '../options/names.js'
import { namePattern, sqlStatements } from '../sql-text/sql-statements.js'
import type { Discrepancy } from '../terminal/discrepancy.js'

/** What migrations behind this one take away of the schema, its functions and its roles. */
export function undoneLater({ list }: Migrations, after: Migration, names: Names): Discrepancy[] {
  const patterns = undoing(names)
  return list
    .slice(list.indexOf(after) + 1)
    .filter(({ isIntact }) => isIntact === undefined)
    .flatMap(({ file, text }) => {
      const statements = sqlStatements(text).flatMap(inBlocks)
      return patterns
        .filter(([pattern]) => statements.some((statement) => pattern.test(statement)))
        .map(([, what]) => ({
          code: 'undone_later',
          object: file,
          message: `It ${what}: queries fail, or policies hold no more.`,
          hint: 'Take that out of the migration. If it is meant, and made good by now, "rowauth upgrade" starts anew behind it.',
        }))
    })
}

/** The statements of a block of PL/pgSQL stand behind its keywords. */
function inBlocks(statement: string): string[] {
  return statement.split(/\b(?:begin|then|else|loop)\b/).map((part) => part.trim())
}

function undoing(names: Names): (readonly [RegExp, string])[] {
  const pattern = (text: string) => new RegExp(text, 's')
  const schema = namePattern(names.schema)
  const call = String.raw`${schema}\s*\.\s*"?(?:${sessionFunctionNames.join('|')})"?\s*(?:\(\s*\)|,|$)`
  const roles = [...new Set(roleNames(names))].map(namePattern).join('|')
  const login = namePattern(names.authenticator)
  const routine = '(?:function|routine|procedure)'
  return [
    [/^drop\s+extension\b.*\bpg_session_jwt\b/s, 'drops the extension pg_session_jwt'],
    [pattern(String.raw`^drop\s+schema\b.*${schema}`), `drops the schema ${names.schema}`],
    [pattern(String.raw`^alter\s+schema\s+${schema}\s+rename\b`), `renames the schema ${names.schema}`],
    [
      /^(?:drop\s+schema\b.*|alter\s+schema\s+|comment\s+on\s+schema\s+)"?rowauth\b(?!")/s,
      'changes the schema rowauth, the mark of the adoption',
    ],
    [
      pattern(
        String.raw`^(?:drop\s+${routine}\b.*${call}|alter\s+${routine}\s+${call}.*\s(?:rename|set\s+schema|security\s+definer)\b)`,
      ),
      `drops or renames a function of the schema ${names.schema}`,
    ],
    [
      pattern(String.raw`^create\s+(?:or\s+replace\s+)?function\s+${call}`),
      `replaces a function of the schema ${names.schema}`,
    ],
    [
      pattern(
        String.raw`^revoke\s+(?!create\s+on\b).*\son\s+(?:schema\s.*${schema}|all\s+(?:functions|routines)\s+in\s+schema\s.*${schema}|${routine}\s.*${call}).*\sfrom\s.*(?:${roles}|\bpublic\b)`,
      ),
      `revokes rights on the schema ${names.schema}`,
    ],
    [
      pattern(String.raw`^drop\s+(?:role|user|group|owned\s+by)\b.*(?:${roles})`),
      'drops a role, or what it has',
    ],
    [
      pattern(
        String.raw`^alter\s+(?:role|user|group)\s+(?:(?:${roles})\s(?!.*\sset\s).*\b(?:superuser|bypassrls|rename)\b|${login}\s(?!.*\sset\s).*\b(?:inherit|nologin)\b)`,
      ),
      'renames a role, or lets it past the policies',
    ],
    [
      pattern(
        String.raw`^grant\s+(?:${roles})(?=[\s,]).*\sto\s.*${login}.*\swith\s.*(?:set\s+false|inherit\s+true)`,
      ),
      'changes how the role to log in as has the others',
    ],
    [
      pattern(String.raw`^comment\s+on\s+schema\s+${schema}\s`),
      `takes the mark off the schema ${names.schema}`,
    ],
    [
      pattern(
        String.raw`^revoke\s+(?:(?:set|inherit|admin)\s+option\s+for\s+)?(?:${roles})(?=[\s,]).*\sfrom\s.*${login}`,
      ),
      'takes a role away from the one that the application logs in as',
    ],
  ]
}
