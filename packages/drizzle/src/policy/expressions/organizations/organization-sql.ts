import { activeId, type OrganizationShape, quoteLiteral } from '@rowauth/core/internal'
import { asText, isOfType } from '../jsonb-sql.js'

const isString = (value: string) => `pg_catalog.jsonb_typeof(${value}) operator(pg_catalog.=) 'string'`
const textLiteral = (value: string) => `cast(${quoteLiteral(value)} as pg_catalog.text)`

/** The id in one form of a token, as jsonb: NULL unless it is a string that is not empty. */
function idIn(session: string, { id }: OrganizationShape): string {
  const path = id.map((name) => `.${JSON.stringify(name)}`).join('')
  const query = quoteLiteral(`strict $${path} ? (@.type() == "string" && @ != "")`)
  return (
    `pg_catalog.jsonb_path_query_first(${session}, cast(${query} as pg_catalog.jsonpath), ` +
    "cast('{}' as pg_catalog.jsonb), true)"
  )
}

/**
 * The SQL text of the active organization's id, without a sub-select.
 *
 * @param session - the call that gives the claims
 */
export function idOfOrganization(session: string, shapes: readonly OrganizationShape[]): string {
  return asText(`coalesce(${shapes.map((shape) => idIn(session, shape)).join(', ')})`)
}

/** What stands at a path of objects' own members, as jsonb: `->` with a name finds nothing in a list. */
function rolesAt(path: OrganizationShape['roles'][number], id: string): string {
  const names = path.map((name) => (name === activeId ? `(${asText(id)})` : textLiteral(name)))
  return `(${['c.s', ...names].join(' operator(pg_catalog.->) ')})`
}

/** The roles in one form of a token, as jsonb: the first place that has a name or a list. */
function rolesIn(shape: OrganizationShape): string {
  const places = shape.roles.map((path) => rolesAt(path, idIn('c.s', shape)))
  if (places.length === 0) return 'cast(null as pg_catalog.jsonb)'
  const cases = places.map((place) => `when ${isOfType(place, 'string', 'array')} then ${place}`)
  return `case ${cases.join(' ')} end`
}

/** The name of a role, where `e.v` is one: without the prefix, and NULL for what is no name. */
function roleName({ roleKey, rolePrefix }: OrganizationShape): string {
  const value = roleKey === undefined ? 'e.v' : `(e.v operator(pg_catalog.->) ${textLiteral(roleKey)})`
  const text = asText(value)
  const bare =
    rolePrefix === undefined
      ? text
      : `case when pg_catalog.starts_with(${text}, ${textLiteral(rolePrefix)}) ` +
        `then pg_catalog.substr(${text}, ${rolePrefix.length + 1}) else ${text} end`
  return `case when ${isString(value)} and (${bare}) operator(pg_catalog.<>) cast('' as pg_catalog.text) then ${bare} end`
}

/**
 * The SQL of the roles in the active organization, a sub-select: NULL where there is none, and empty where the token says
 * no roles. It reads the claims once, and raises nothing.
 *
 * @param session - the call that gives the claims
 */
export function rolesOfOrganization(session: string, shapes: readonly OrganizationShape[]): string {
  const forms = shapes.map((shape) => ({ shape, isIt: `${idIn('c.s', shape)} is not null` }))
  const roles = forms.map(({ shape, isIt }) => `when ${isIt} then ${rolesIn(shape)}`).join(' ')
  const [first] = shapes
  if (first === undefined) throw new TypeError('A provider has at least one form of token.')
  // Key and prefix are those of the provider, in each form of its tokens.
  const name = roleName(first)
  const list =
    `case when ${isString('o.r')} then pg_catalog.jsonb_build_array(o.r) ` +
    "when pg_catalog.jsonb_typeof(o.r) operator(pg_catalog.=) 'array' then o.r end"
  return (
    `(select case when pg_catalog.bool_and(${forms.map(({ isIt }) => isIt).join(' or ')}) ` +
    `then coalesce(pg_catalog.array_agg(${name} order by e.n) filter (where ${name} is not null), ` +
    "cast('{}' as pg_catalog.text[])) end " +
    `from ${session} as c(s) cross join lateral (select case ${roles} end) as o(r) ` +
    `left join lateral pg_catalog.jsonb_array_elements(${list}) with ordinality as e(v, n) on true)`
  )
}
