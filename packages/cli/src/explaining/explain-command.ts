import type { DoctorClient } from '../doctor/doctor-client.js'
import type { ExplainedTable } from './explain-table.js'
import type { CommandExplanation, CommandRefusal, ExplainedCommand } from './explanation.js'
import { type PlanFacts, type PlanNode, planFacts } from './plan.js'

/** Plans one command as the role that the transaction has, twice: as PostgreSQL would run it, and with indexes where it can. */
export async function explainCommand(
  client: DoctorClient,
  { name, writable, policies }: ExplainedTable,
  command: ExplainedCommand,
): Promise<CommandExplanation | CommandRefusal> {
  if (command === 'update' && writable === null) {
    return { command, refused: `permission denied for table ${name}` }
  }
  const statements = {
    select: `select 1 from ${name}`,
    update: `update ${name} set ${writable} = default`,
    delete: `delete from ${name}`,
  }
  const plan = await planOf(client, statements[command])
  if (typeof plan === 'string') return { command, refused: plan }
  const other = plan.readsAll
    ? await planOf(client, statements[command], 'set local enable_seqscan = off')
    : plan
  return {
    command,
    ...plan,
    policies: policies
      .filter((policy) => policy.command === command || policy.command === 'all')
      .map((policy) => policy.name),
    possibleIndexes: typeof other === 'string' ? [] : other.indexes,
  }
}

/** What a plan says, or why there is none. */
async function planOf(
  client: DoctorClient,
  statement: string,
  setting?: string,
): Promise<PlanFacts | string> {
  await client.query('savepoint plan')
  try {
    if (setting !== undefined) await client.query(setting)
    const { rows } = await client.query(`explain (format json) ${statement}`)
    const [row] = rows as { 'QUERY PLAN': readonly { Plan: PlanNode }[] }[]
    const root = row?.['QUERY PLAN'][0]?.Plan
    if (root === undefined) throw new Error('The database gave no plan.')
    return planFacts(root)
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    // A policy that cannot be asked (a function without EXECUTE, a recursion) is as good an answer as a plan.
    if (error instanceof Error && typeof code === 'string' && /^\w{5}$/.test(code)) return error.message
    throw error
  } finally {
    await client.query('rollback to plan; release plan')
  }
}
