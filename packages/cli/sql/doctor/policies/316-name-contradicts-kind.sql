-- title: The name of a policy says something else than it does
-- level: error
-- why: The names that crudPolicy() gives say what a policy is: `restrict_authenticated_select` is restrictive and for
--   select. A permissive one of that name opens what it was to narrow. It comes about where a rename lost the rest of
--   a change: drizzle-kit 0.31 answers "renamed" with RENAME TO alone.
-- fix: The policy is made anew as its name says, with the roles and conditions that it has. Compare them with those of
--   the schema first: "rowauth check --url" says what else was lost.
select w.object,
  concat_ws(', ',
    case when w.says_restrictive = w.permissive then format('it is %s', case when w.permissive then 'permissive' else 'restrictive' end) end,
    case when w.says_command <> w.command then format('it is for %s', w.command) end) as detail,
  concat(w.drop_policy, E'\n', format('create policy %I on %s as %s for %s to %s', w.polname, w.table_name,
    case when w.says_restrictive then 'restrictive' else 'permissive' end, w.says_command,
    (
      select string_agg(case r.oid when 0 then 'public' else format('%I', pg_get_userbyid(r.oid)) end, ', ')
      from unnest(w.polroles) r (oid)
    )),
    case when w.says_command <> 'insert' then format(E'\n  using (%s)', coalesce(w.using_text, w.check_text)) end,
    case
      when w.says_command = 'insert' then format(E'\n  with check (%s)', coalesce(w.check_text, w.using_text))
      when w.says_command = 'update' and w.check_text is not null then format(E'\n  with check (%s)', w.check_text)
    end, ';') as fix
from (
  select p.*, n.parts[1] = 'restrict' as says_restrictive, n.parts[2] as says_command
  from policies p, regexp_matches(p.polname, '^(allow|restrict)_.+_(select|insert|update|delete)(?:_[0-9a-z]+)?$') n (parts)
  where coalesce(p.using_text, p.check_text) is not null
) w
where w.says_restrictive = w.permissive or w.says_command <> w.command
order by w.object
