select format('%s by %s in %s', case defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
    when 'f' then 'functions' when 'T' then 'types' else 'schemas' end,
    defaclrole::regrole, coalesce(nullif(defaclnamespace, 0)::regnamespace::text, 'every schema')) as key,
  (select string_agg(item::text, ', ' order by item::text) from unnest(defaclacl) as item) as value
from pg_default_acl
where $1::text[] is not null
