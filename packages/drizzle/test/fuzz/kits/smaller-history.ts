import type { Definition } from '../language/condition.js'
import { smallerDefinition } from '../language/smaller-definition.js'
import { without } from '../shrink.js'
import type { History, TableModel } from './history.js'

/** A history with one part left out, in every way. */
export function* smallerHistory(history: History): Generator<History> {
  for (const schemas of without(history.schemas)) if (schemas.length > 0) yield { ...history, schemas }
  const tables = (change: (table: TableModel) => TableModel[]) => ({
    ...history,
    schemas: history.schemas.map((schema) => schema.flatMap(change)),
  })
  for (const gone of keysOf(history)) yield tables((table) => (table.key === gone ? [] : [table]))
  const definitions = new Set(
    history.schemas.flatMap((schema) => schema.flatMap((table) => table.definitions)),
  )
  const define = (change: (definition: Definition) => Definition[]) =>
    tables((table) => [{ ...table, definitions: table.definitions.flatMap(change) }])
  for (const gone of definitions) yield define((each) => (each === gone ? [] : [each]))
  for (const given of definitions) {
    for (const next of smallerDefinition(given)) yield define((each) => [each === given ? next : each])
  }
}

const keysOf = ({ schemas }: History) =>
  new Set(schemas.flatMap((schema) => schema.map(({ key }) => key)).filter((key) => key !== 'members'))
