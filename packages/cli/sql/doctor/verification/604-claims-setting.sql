-- title: A policy reads the claims from a setting that every session may write
-- level: error
-- why: Where the database verifies the tokens, `request.jwt.claims` is a setting like any other: whoever has SQL writes
--   into it what he likes, and such a policy believes it. During a switch nothing else does, and after it every user
--   can be anyone.
-- fix: The condition asks `auth.jwt()` instead, which believes nothing that was not verified. What reads single claims
--   from settings of their own (`request.jwt.claim.sub`), and a function that a policy calls, is for you to change.
with reading as (
  select p.oid, p.object, p.alter_policy, c.clause, c.text,
    regexp_replace(c.text,
      $$\((NULLIF\()?current_setting\('request\.jwt\.claims'::text(, (true|false))?\)(, ''::text\))?\)::jsonb?$$,
      format('( SELECT %I.jwt())', o.auth_schema), 'g') as better
  from policies p, options o,
    lateral (values ('using', p.using_text), ('with check', p.check_text)) as c (clause, text)
  where c.text like '%request.jwt.claim%'
)
select r.object,
  format('in %s', string_agg(upper(r.clause), ' and ' order by r.clause)) as detail,
  case when bool_or(r.better like '%request.jwt.claim%')
    then translate(format('-- Ask %I.jwt() in its place, in a sub-select: ((select %I.jwt()) ->> ''sub'').',
      o.auth_schema, o.auth_schema), E'\n\r', '  ')
    else r.alter_policy || string_agg(format(E'\n  %s (%s)', r.clause, r.better), '' order by r.clause) || ';'
  end as fix
from reading r, auth_mark m, options o
where m.verification in ('database', 'transition')
group by r.oid, r.object, r.alter_policy, o.auth_schema
union all
select format('function %s', f.name),
  format('%s asks it', string_agg(distinct p.object, ', ')),
  translate(format('-- Let it ask %I.jwt() in place of the setting.', o.auth_schema), E'\n\r', '  ')
from policies p
  join policy_functions x on x.policy = p.oid
  join routines f on f.oid = x.function
  join pg_proc r on r.oid = f.oid,
  auth_mark m, options o
where m.verification in ('database', 'transition')
  and (r.prosrc like '%request.jwt.claim%' or pg_get_function_sqlbody(r.oid) like '%request.jwt.claim%')
group by f.name, o.auth_schema
order by 1
