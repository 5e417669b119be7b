import type pg from 'pg'

/** What one statement cost the server. */
export interface Cost {
  /** Processor time of the backend, planning included, in microseconds. */
  readonly processor: number
  /** Pages of 8 kB that were looked at, planning not included. */
  readonly pages: number
  /** How the rows of `documents` were found. */
  readonly scan: string
  /** Sub-selects that ran once for the whole query. */
  readonly initPlans: number
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Parent Relationship'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly PlanNode[]
}

/** Lets the server say what each statement took; for a connection of a superuser. */
export async function watchCosts(client: pg.Client): Promise<() => number> {
  let processor = 0
  client.on('notice', ({ message, detail }) => {
    if (message !== 'QUERY STATISTICS') return
    const [, user, system] = /([\d.]+) s user, ([\d.]+) s system/.exec(detail ?? '') ?? []
    processor = (Number(user) + Number(system)) * 1e6
  })
  // One process does all the work, and nothing is compiled in one run that was not in another.
  await client.query('set max_parallel_workers_per_gather = 0; set jit = off')
  await client.query('set client_min_messages = log; set log_statement_stats = on')
  return () => processor
}

/** The plan of a statement, run once, with the pages that it looked at. */
export async function planOf(client: pg.Client, statement: string): Promise<Omit<Cost, 'processor'>> {
  const { rows } = await client.query(`explain (analyze, buffers, timing off, format json) ${statement}`)
  const root: PlanNode = rows[0]['QUERY PLAN'][0].Plan
  const nodes = [...nodesOf(root)]
  const index = nodes.find((node) => node['Index Name']?.startsWith('documents_'))
  const table = nodes.find((node) => node['Relation Name'] === 'documents')
  return {
    pages: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
    scan:
      index === undefined
        ? 'every row'
        : `\`${index['Index Name']}\`${isBitmap(table) ? ', as a bitmap' : ''}`,
    initPlans: nodes.filter((node) => node['Parent Relationship'] === 'InitPlan').length,
  }
}

const isBitmap = (node: PlanNode | undefined) => node?.['Node Type'].startsWith('Bitmap') === true

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node
  for (const inner of node.Plans ?? []) yield* nodesOf(inner)
}
