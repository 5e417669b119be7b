import { members } from '../language/condition.js'
import { Random } from '../random.js'
import { editSchema } from './edit-schema.js'
import type { History, SchemaModel } from './history.js'
import { makeTable, withDefinitions } from './make-table.js'

/** A schema with some tables, and what becomes of it in some migrations. */
export function makeHistory(seed: number): History {
  const random = new Random(seed)
  const lookedUp = withDefinitions(random, {
    key: members.name,
    name: members.name,
    columns: {
      listId: { name: 'list_id', type: 'integer' },
      userId: { name: 'user_id', type: 'text' },
      level: { name: 'level', type: 'integer' },
    },
    definitions: [],
    locked: false,
  })
  const first: SchemaModel = [lookedUp, ...random.times(1, 2, (at) => makeTable(random, `t${at}`))]
  const schemas = [first]
  for (let left = 2 + random.below(4); left > 0; left -= 1) {
    let schema = schemas.at(-1) ?? first
    for (let edits = 1 + random.below(3); edits > 0; edits -= 1) schema = editSchema(random, schema)
    schemas.push(schema)
  }
  return { schemas, answers: random.below(2 ** 31) }
}
