/*
 * Which function a name stands for is decided when a statement is parsed. One that is created later may be the better
 * match, and neither PostgreSQL nor an error tells. Somebody may give a function of PostgreSQL's a namesake as well,
 * but not by the way.
 */

const keywords = `all and any array as between by case conflict distinct else except exists filter from group grouping
  having ilike in intersect is join lateral like limit materialized not offset on only or over partition returning row
  rows select set some then union using values when where with within`

const builtIn = `abs array_agg avg bool_and bool_or cast ceil coalesce concat concat_ws count date_trunc dense_rank every
  exists extract first_value floor greatest json_agg json_array_length json_build_array json_build_object jsonb_agg
  jsonb_array_length jsonb_build_array jsonb_build_object lag last_value lead least left length lower lpad max min mod
  nullif position rank right round row_number row_to_json rpad string_agg substring sum to_char to_json to_jsonb trim
  unnest upper`

const known = new Set(`${keywords} ${builtIn}`.split(/\s+/))

/** The token in front of a name that dots may divide. */
function beforeName(tokens: readonly string[], last: number): string | undefined {
  let at = last - 1
  while (tokens[at] === '.') at -= 2
  return tokens[at]
}

/**
 * Does a statement call a function that may get a namesake? A call without arguments is as good as it gets.
 *
 * @param tokens - see `tokensOf`
 */
export function callsOthers(tokens: readonly string[]): boolean {
  return tokens.some((name, at) => {
    if (tokens[at + 1] !== '(' || tokens[at + 2] === ')') return false
    if (!/^(?:[a-z_\u0080-\uffff]|")/.test(name)) return false
    const before = beforeName(tokens, at)
    if (before === 'into' || before === '::') return false
    return tokens[at - 1] === '.' || !known.has(name)
  })
}
