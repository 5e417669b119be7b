import { quoteLiteral } from '@rowauth/core/internal'
import { asText, isOfType } from '../jsonb-sql.js'
import { casts } from './claim-types.js'

/** The lists that a claim can be read as, with the name that PostgreSQL has for them. */
export const listTypes = {
  'text[]': 'pg_catalog.text[]',
  'uuid[]': 'pg_catalog.uuid[]',
  'integer[]': 'integer[]',
  'bigint[]': 'bigint[]',
} as const

const isJson = (value: string, json: string) =>
  `${value} operator(pg_catalog.=) cast('${json}' as pg_catalog.jsonb)`

/** An element as text: NULL for null, and for a list or an object, which is no value of a column. */
const element = `case when ${isOfType('e.v', 'string', 'number', 'boolean')} then ${asText('e.v')} end`

const part = (name: 'key' | 'value') => `(e.v operator(pg_catalog.->) cast('${name}' as pg_catalog.text))`

/** An object stands for the names of its members; one that says false or null means that it is not in there. */
const member =
  `case when ${isJson(part('value'), 'null')} or ${isJson(part('value'), 'false')} then null ` +
  `else ${asText(part('key'))} end`

/**
 * The SQL of a list in the claims: NULL unless the claim is a list or an object, and NULL for each element that does not
 * fit, so that `= any` passes over it and `<> all` holds for no row. It raises nothing, whatever the token holds.
 *
 * One query over the claims without a sub-select of its own: it reads them once, and `EXPLAIN` shows one InitPlan. The
 * members of an object are a list as well, because with a second join PostgreSQL looks at the whole claim for each element.
 *
 * @param session - the call that gives the claims
 */
export function claimList(session: string, path: readonly string[], as: keyof typeof listTypes): string {
  const type = listTypes[as]
  const isObject = isOfType('c.v', 'object')
  const text = `case when ${isObject} then ${member} else ${element} end`
  const value = as === 'text[]' ? text : casts[elementTypes[as]](text)
  const found = `pg_catalog.jsonb_extract_path(${[session, ...path.map(quoteLiteral)].join(', ')})`
  const members = "pg_catalog.jsonb_path_query_array(c.v, cast('strict $.keyvalue()' as pg_catalog.jsonpath))"
  const list = `case when ${isObject} then ${members} when ${isOfType('c.v', 'array')} then c.v end`
  return (
    `(select case when pg_catalog.bool_and(${isOfType('c.v', 'array', 'object')}) ` +
    `then coalesce(pg_catalog.array_agg(${value} order by e.n) filter (where e.n is not null), cast('{}' as ${type})) end ` +
    `from ${found} as c(v) ` +
    `left join lateral pg_catalog.jsonb_array_elements(${list}) with ordinality as e(v, n) on true)`
  )
}

const elementTypes = { 'uuid[]': 'uuid', 'integer[]': 'integer', 'bigint[]': 'bigint' } as const
