-- A text of somebody else's for a message, in quotes: cut, and without what a terminal or a log would obey.
create or replace function :"auth".printable(text pg_catalog.text) returns pg_catalog.text
language sql immutable strict parallel safe
return pg_catalog.concat(
  '"',
  pg_catalog.regexp_replace(pg_catalog."left"(text, 60) collate pg_catalog."C", e'[^ -~]|["\\\\]', '?', 'g'),
  case when pg_catalog.length(text) operator(pg_catalog.>) 60 then '...' end,
  '"'
);
