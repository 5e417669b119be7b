create schema realtime authorization supabase_admin;

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  primary key (id, inserted_at)
) partition by range (inserted_at);
create table realtime.messages_2026_01_01
  partition of realtime.messages for values from ('2026-01-01') to ('2026-01-02');
alter table realtime.messages enable row level security;

create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')
$$;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages_2026_01_01 owner to supabase_realtime_admin;
alter function realtime.topic() owner to supabase_realtime_admin;

grant all on schema realtime to supabase_realtime_admin;
grant usage on schema realtime to anon, authenticated, service_role;
grant usage on schema realtime to postgres with grant option;
grant select, insert, update on realtime.messages to postgres, anon, authenticated, service_role;
