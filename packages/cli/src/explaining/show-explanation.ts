import { visible } from '../terminal/printable.js'
import type { Style } from '../terminal/style.js'
import type { CommandExplanation, CommandRefusal, Explanation } from './explanation.js'

/** Whether policies are asked, and no command has to ask the session again for each row. */
export function isSound({ asksPolicies, commands }: Explanation): boolean {
  return asksPolicies && commands.every((command) => 'refused' in command || command.perRow.length === 0)
}

/** One line a command: how often its policies ask the session, how rows are found, how many there are. */
export function explanationLines(explanation: Explanation, style: Style): string {
  const { table, role, rows, asksPolicies, commands } = explanation
  const lines = [`${style.strong(visible(table))} as ${visible(role)}: ${countOf(rows)} in the table`]
  if (!asksPolicies) {
    lines.push(
      `${style.bad('✖')} No policy is asked: row-level security is off, or does not hold for this role.`,
    )
  }
  for (const command of commands)
    lines.push(`${markOf(command, style)} ${command.command}: ${visible(textOf(command))}`)
  const small = commands.some(
    (each) => !('refused' in each) && each.readsAll && each.filters && each.possibleIndexes.length > 0,
  )
  if (small)
    lines.push(style.faint('PostgreSQL reads a small table whole even where an index could be used.'))
  return `${lines.join('\n')}\n`
}

function markOf(command: CommandExplanation | CommandRefusal, style: Style): string {
  if ('refused' in command) return style.faint('●')
  if (command.perRow.length > 0) return style.bad('✖')
  const { readsAll, filters, possibleIndexes } = command
  return readsAll && filters && possibleIndexes.length === 0 ? style.warning('▲') : style.good('✔')
}

function textOf(command: CommandExplanation | CommandRefusal): string {
  if ('refused' in command) return command.refused
  const { policies, once, perRow, filters, indexes, possibleIndexes, readsAll, rows } = command
  const asked =
    perRow.length > 0
      ? `evaluated per row (${perRow.join(', ')})`
      : once
        ? 'evaluated once'
        : 'nothing of the session is asked'
  const could = !filters
    ? 'no row is compared'
    : possibleIndexes.length > 0
      ? `could use ${possibleIndexes.join(', ')}`
      : 'no index can be used'
  const found = readsAll
    ? `sequential scan (${could})`
    : indexes.length > 0
      ? `index ${indexes.join(', ')}`
      : 'nothing is read'
  return `${asked}; ${found}; about ${countOf(rows)}${policies.length > 0 ? `; ${policies.join(', ')}` : '; no policy'}`
}

function countOf(rows: number): string {
  return `${rows} ${rows === 1 ? 'row' : 'rows'}`
}
