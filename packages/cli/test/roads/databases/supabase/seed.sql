insert into auth.users (id, aud, role, email) values
  ('00000000-0000-4000-8000-0000000000a1', 'authenticated', 'authenticated', 'alice@example.com'),
  ('00000000-0000-4000-8000-0000000000b2', 'authenticated', 'authenticated', 'bob@example.com');

insert into public.rooms (topic, is_public) values ('lobby', true), ('kitchen', false);
insert into public.members (user_id, room_topic, joined_at) values
  ('00000000-0000-4000-8000-0000000000a1', 'lobby', '2026-01-01 08:00'),
  ('00000000-0000-4000-8000-0000000000a1', 'kitchen', '2026-01-01 09:00'),
  ('00000000-0000-4000-8000-0000000000b2', 'lobby', '2026-01-01 10:00');

insert into realtime.messages (id, topic, extension, inserted_at, updated_at)
values ('00000000-0000-4000-8000-000000000001', 'kitchen', 'broadcast', '2026-01-01 12:00', '2026-01-01 12:00');

insert into storage.buckets (id, name, created_at) values ('avatars', 'avatars', '2026-01-01');
insert into storage.objects (id, bucket_id, name, created_at) values
  ('00000000-0000-4000-8000-000000000002', 'avatars', '00000000-0000-4000-8000-0000000000a1/me.png', '2026-01-01'),
  ('00000000-0000-4000-8000-000000000003', 'avatars', '00000000-0000-4000-8000-0000000000b2/me.png', '2026-01-01');
