/** A jsonb value as text: a string as it is, NULL for JSON null. */
export const asText = (value: string) => `${value} operator(pg_catalog.#>>) cast('{}' as pg_catalog.text[])`

/** Whether a jsonb value is of one of these JSON types. */
export const isOfType = (value: string, ...types: readonly string[]) =>
  `pg_catalog.jsonb_typeof(${value}) operator(pg_catalog.=) any (cast('{${types.join(',')}}' as pg_catalog.text[]))`
