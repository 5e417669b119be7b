insert into todos (user_id, task, inserted_at) values
  ('alice', 'water the plants', '2026-01-01T08:00:00Z'),
  ('alice', 'call home', '2026-01-02T08:00:00Z'),
  ('bob', 'pay rent', '2026-01-03T08:00:00Z');
