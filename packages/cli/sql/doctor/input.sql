-- What the lints cannot find out in SQL: the parse trees of the policies, and what is needed to read them.
-- $1: name of the auth schema.
select jsonb_build_object(
  'mayReadPasswords', has_table_privilege('pg_authid', 'select'),
  'mayReadRules', has_function_privilege('pg_hba_file_rules()', 'execute'),
  -- Not without all of them: tables of these names may be somebody else's.
  'mayReadKeys', (
    select count(*) = 3 and bool_and(has_table_privilege(c.oid, 'select'))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1::text and c.relname in ('jwks', 'secrets', 'verification_settings')
      and has_schema_privilege(n.oid, 'usage')
      and obj_description(n.oid, 'pg_namespace') ~ '^rowauth auth schema, version [0-9]{1,6}, (transition|database)$'
  ),
  'mark', (select obj_description(n.oid, 'pg_namespace') from pg_namespace n where n.nspname = $1::text),
  'schema', quote_ident($1::text),
  'sessionFunctions', (
    select coalesce(jsonb_agg(p.oid::text), '[]')
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = $1::text and p.pronargs = 0
  ),
  'equalityOperators', (select jsonb_agg(o.oid::text) from pg_operator o where o.oprname = '='),
  'policies', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'id', p.oid::text,
          'using', jsonb_build_object('tree', p.polqual::text, 'text', pg_get_expr(p.polqual, p.polrelid)),
          'check', jsonb_build_object('tree', p.polwithcheck::text, 'text', pg_get_expr(p.polwithcheck, p.polrelid))
        )
      ),
      '[]'
    )
    from pg_policy p
  )
)::text as input
