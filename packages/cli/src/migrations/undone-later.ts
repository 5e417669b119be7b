import { sessionFunctionNames } from '../adoption/function-names.js'
import { type Names, roleNames } from '../options/names.js'
import { namePattern, sqlStatements } from '../sql-text/sql-statements.js'
import type { Discrepancy } from '../terminal/discrepancy.js'
import type { Migration } from './read-migrations.js'

/** What later migrations take away of the schema, its functions and its roles. */
export function undoneLater(later: readonly Migration[], names: Names): Discrepancy[] {
  const schema = namePattern(names.schema)
  const call = String.raw`${schema}\s*\.\s*"?(?:${sessionFunctionNames.join('|')})\b`
  const roles = [...new Set(roleNames(names))].map(namePattern).join('|')
  const undoing: readonly (readonly [RegExp, string])[] = [
    [/^drop\s+extension\b.*\bpg_session_jwt\b/s, 'drops the extension pg_session_jwt'],
    [new RegExp(String.raw`^drop\s+schema\b.*${schema}`, 's'), `drops the schema ${names.schema}`],
    [
      new RegExp(String.raw`^(?:drop|alter)\s+function\b.*${call}`, 's'),
      `drops or changes a function of the schema ${names.schema}`,
    ],
    [
      new RegExp(String.raw`^create\s+or\s+replace\s+function\s+${call}`, 's'),
      `replaces a function of the schema ${names.schema}`,
    ],
    [
      new RegExp(
        String.raw`^revoke\b.*\son\s+(?:schema|all\s+(?:functions|routines)\s+in\s+schema)\s.*${schema}`,
        's',
      ),
      `revokes rights on the schema ${names.schema}`,
    ],
    [
      new RegExp(String.raw`^revoke\b.*\son\s+(?:function|routine)\s.*${call}`, 's'),
      `revokes rights on a function of the schema ${names.schema}`,
    ],
    [new RegExp(String.raw`^drop\s+(?:role|user)\b.*(?:${roles})`, 's'), 'drops a role of it'],
    [
      new RegExp(String.raw`^alter\s+(?:role|user)\s+(?:${roles}).*\b(?:superuser|bypassrls|inherit)\b`, 's'),
      'lets a role of it past the policies',
    ],
    [
      new RegExp(String.raw`^revoke\s+(?:${roles})(?=[\s,]).*\sfrom\s`, 's'),
      'takes a role away from the one that the application logs in as',
    ],
  ]
  return later
    .filter(({ isIntact }) => isIntact === undefined)
    .flatMap(({ file, text }) =>
      undoing
        .filter(([pattern]) => sqlStatements(text).some((statement) => pattern.test(statement)))
        .map(([, what]) => ({
          code: 'undone_later',
          object: file,
          message: `It ${what}, which queries need.`,
          hint: 'Take that out of the migration, or run "rowauth init --move" to stand on the auth schema of rowauth.',
        })),
    )
}
