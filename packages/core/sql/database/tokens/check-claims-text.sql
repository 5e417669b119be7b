-- Refuses claims that jsonb holds and queries trip over: more than 100 levels, and numbers that are no float8 (22003), have
-- more than 1000 characters or an exponent of more than 1000. `claims_text` is JSON.
create or replace function :"auth".check_claims_text(claims_text pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  bare constant text := regexp_replace(claims_text, e'"([^"\\\\]|\\\\.)*"', '', 'g');
  brackets text;
begin
  if length(bare) - length(translate(bare, '[{', '')) > 100 then
    brackets := translate(regexp_replace(bare, '[^][{}]', '', 'g'), '{}', '[]');
    if exists (
      select
      from (
        select sum(case b.bracket when '[' then 1 else -1 end) over (order by b.place) as depth
        from string_to_table(brackets, null) with ordinality b (bracket, place)
      ) levels
      where levels.depth > 100
    ) then
      perform :"auth".refuse('token_claims_invalid', 'The claims are nested more than 100 levels deep.');
    end if;
  end if;

  -- Shorter ones without an exponent are as good as any.
  if bare !~ '[0-9.]{16}|[0-9.][eE]' then
    return;
  end if;
  begin
    -- float8 itself raises for what it does not hold.
    if exists (
      select from regexp_matches(bare, '(-?[0-9][0-9.eE+-]*)', 'g') m
      where m[1]::float8 is null or length(m[1]) > 1000 or abs(substring(m[1] from '[eE](.+)$')::numeric) > 1000
    ) then
      raise numeric_value_out_of_range;
    end if;
  exception
    when numeric_value_out_of_range then
      perform :"auth".refuse(
        'token_claims_invalid', 'The claims hold a number that is too large, too small or too long.'
      );
  end;
end
$rowauth$;
