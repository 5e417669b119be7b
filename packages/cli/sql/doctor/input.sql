-- What the lints cannot find out in SQL: the parse trees of the policies, and what is needed to read them and to try
-- their conditions.
-- $1: name of the auth schema.
select jsonb_build_object(
  'mayReadPasswords', has_table_privilege('pg_authid', 'select'),
  'mayReadRules', has_function_privilege('pg_hba_file_rules()', 'execute'),
  -- Not without all of them: what has these names may be somebody else's, and a view calls functions as whoever reads it.
  'mayReadKeys', (
    select count(*) = 3 and bool_and(has_table_privilege(c.oid, 'select'))
    from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspowner = c.relowner
      join pg_roles r on r.oid = n.nspowner
      join pg_database d on d.datname = current_database()
    where n.nspname = $1::text and c.relkind = 'r' and (r.rolsuper or r.rolname = current_user or n.nspowner = d.datdba)
      and c.relname in ('jwks', 'secrets', 'verification_settings')
      and has_schema_privilege(n.oid, 'usage')
      and obj_description(n.oid, 'pg_namespace') ~ '^rowauth auth schema, version [0-9]{1,6}, (transition|database)$'
  ),
  'mark', (select obj_description(n.oid, 'pg_namespace') from pg_namespace n where n.nspname = $1::text),
  'schema', quote_ident($1::text),
  'sessionFunctions', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object('oid', p.oid::text, 'name', quote_ident(p.proname), 'type', format_type(p.prorettype, null))),
      '[]')
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = $1::text and p.pronargs = 0
  ),
  'settingFunctions', (
    select jsonb_agg(p.oid::text)
    from pg_proc p
    where p.proname = 'current_setting' and p.pronamespace = 'pg_catalog'::regnamespace
  ),
  -- What computes and does nothing else. Other stable functions read tables, and views of anybody's.
  'safeFunctions', (
    select jsonb_agg(p.oid::text)
    from pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace and p.oid < 16384
      and (p.provolatile = 'i' or p.provolatile = 's' and p.proname = any('{
        now,transaction_timestamp,statement_timestamp,current_setting,timezone,date_part,date_trunc,extract,age,
        timestamptz,timestamp,date,text,concat,concat_ws,format,quote_literal,to_json,to_jsonb,json_build_object,
        jsonb_build_object,json_build_array,jsonb_build_array,array_to_string,textanycat,anytextcat,array_to_json,
        row_to_json,jsonb_agg,json_agg,jsonb_agg_transfn,jsonb_object_agg,json_object_agg,to_char,to_timestamp,to_date,
        timestamptz_pl_interval,timestamptz_mi_interval,date_lt_timestamptz,date_le_timestamptz,date_eq_timestamptz,
        date_gt_timestamptz,date_ge_timestamptz,date_ne_timestamptz,timestamp_lt_timestamptz,timestamp_le_timestamptz,
        timestamp_eq_timestamptz,timestamp_gt_timestamptz,timestamp_ge_timestamptz,timestamp_ne_timestamptz,
        timestamptz_lt_date,timestamptz_le_date,timestamptz_eq_date,timestamptz_gt_date,timestamptz_ge_date,
        timestamptz_ne_date,timestamptz_lt_timestamp,timestamptz_le_timestamp,timestamptz_eq_timestamp,
        timestamptz_gt_timestamp,timestamptz_ge_timestamp,timestamptz_ne_timestamp
      }'))
  ),
  -- Functions of users that tell nothing about a row.
  'sessionReaders', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'oid', p.oid::text,
          'name', format('%I.%I', n.nspname, p.proname),
          'body', coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
        )
      ),
      '[]')
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where p.pronargs = 0 and not p.proretset and p.provolatile in ('i', 's') and l.lanname in ('sql', 'plpgsql')
      and p.oid >= 16384 and n.nspname not in ($1::text, 'pg_catalog', 'information_schema')
  ),
  'enums', (
    select coalesce(jsonb_agg(x.id::text), '[]')
    from pg_type t, unnest(array[t.oid, t.typarray]) as x (id)
    where t.typtype = 'e'
  ),
  'columns', (
    select coalesce(jsonb_object_agg(c.relation::text, c.columns), '{}')
    from (
      select a.attrelid as relation, jsonb_agg(
        jsonb_build_object(
          'number', a.attnum,
          'name', quote_ident(a.attname),
          'type', format_type(a.atttypid, null),
          'labels', case when t.typtype = 'e' then (
            select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid
          ) end,
          'notNull', a.attnotnull
        )
      ) as columns
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attnum > 0 and not a.attisdropped and exists (select from pg_policy p where p.polrelid = a.attrelid)
      group by a.attrelid
    ) c
  ),
  'equalityOperators', (select jsonb_agg(o.oid::text) from pg_operator o where o.oprname = '='),
  'policies', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', p.oid::text,
          'relation', p.polrelid::text,
          'table', quote_ident(c.relname),
          'using', jsonb_build_object('tree', p.polqual::text, 'text', pg_get_expr(p.polqual, p.polrelid)),
          'check', jsonb_build_object('tree', p.polwithcheck::text, 'text', pg_get_expr(p.polwithcheck, p.polrelid))
        )
      ),
      '[]'
    )
    from pg_policy p join pg_class c on c.oid = p.polrelid
  )
)::text as input
