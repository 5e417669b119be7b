/** SQL for people: the long query that reads a list of the token is named only. */
export function short(text: string): string {
  return text.replace(
    /\(select case when pg_catalog\.bool_and.*?from pg_catalog\.jsonb_extract_path\((.*?)\) as c\(v\).*?on true\)/gs,
    '(list of $1)',
  )
}
