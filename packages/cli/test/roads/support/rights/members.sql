-- Of what is granted, and how, without by whom. The options of 16 and later are taken from JSON, where 15 has none.
select granted.rolname || ' to ' || member.rolname as key,
  string_agg(distinct concat_ws(', ', 'member',
    case when am.admin_option then 'admin' end,
    case when to_jsonb(am) ->> 'inherit_option' = 'false' then 'no inherit' end,
    case when to_jsonb(am) ->> 'set_option' = 'false' then 'no set' end), '; ') as value
from pg_auth_members am
join pg_roles granted on granted.oid = am.roleid
join pg_roles member on member.oid = am.member
where member.rolname !~ '^pg_' and $1::text[] is not null
group by 1
