-- title: Policies read each other in a circle
-- level: error
-- why: A sub-select in a policy is asked the policies of what it reads. Where that leads back to the table itself, PostgreSQL gives up:
--   "infinite recursion detected in policy" (42P17) at every query. The way may go through views, and through functions
--   that run as whoever calls them; then it is the stack that ends, as soon as there are rows.
-- fix: One policy of the circle has to look without being asked: in a SECURITY DEFINER function of a role that the policies of
--   the table do not hold for, such as its owner; or it compares columns of its own row alone. Which one, and what the
--   function reads, is for you to decide.
select c.cycle ->> 'object' as object,
  format('%s, at every %s by %s',
    (select string_agg(n.name, ' → ' order by n.place)
      from jsonb_array_elements_text(c.cycle -> 'path') with ordinality as n (name, place)),
    c.cycle ->> 'command', c.cycle ->> 'role') as detail,
  format(
    E'-- On the way: %s.\n'
      || E'-- Let one of them call a function that reads as the owner of the table, in a schema that nobody else creates in:\n'
      || E'-- create function private.may_see() returns setof ...\n'
      || E'--   language sql stable security definer set search_path = ''''\n'
      || E'-- begin atomic\n'
      || E'--   select ... from %s where ... = (select %I.user_id());\n'
      || E'-- end;\n'
      || E'-- alter %s using (... in (select private.may_see()));',
    translate((select string_agg(p.name, ', ') from jsonb_array_elements_text(c.cycle -> 'policies') as p (name)), E'\n\r', '  '),
    translate(c.cycle ->> 'reads', E'\n\r', '  '), translate(o.auth_schema, E'\n\r', '  '), translate(c.cycle ->> 'object', E'\n\r', '  ')) as fix
from options o, jsonb_array_elements(o.facts -> 'cycles') as c (cycle)
order by 1, 2
