insert into projects (id, tenant_id, name) values
  (1, '00000000-0000-4000-8000-00000000ac3e', 'rockets'), (2, '00000000-0000-4000-8000-0000000061b0', 'banks');
insert into notes (id, tenant_id, author, text) values
  (1, '00000000-0000-4000-8000-00000000ac3e', 'alice', 'order fuel'),
  (2, '00000000-0000-4000-8000-00000000ac3e', 'carol', 'paint it'),
  (3, '00000000-0000-4000-8000-0000000061b0', 'bob', 'count money');
