-- Is this text, which is no jsonb, a JSON object all the same? It has U+0000 or a lone surrogate, a number beyond
-- numeric, or more levels than the stack.
create or replace function :"auth".is_unstorable(claims_text pg_catalog.text) returns pg_catalog.bool
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if (ltrim(claims_text, e' \t\n\r') like '{%') is not true then
    return false;
  end if;
  perform claims_text::json;
  return true;
exception
  when statement_too_complex then
    return true;
  when others then
    return false;
end
$rowauth$;
