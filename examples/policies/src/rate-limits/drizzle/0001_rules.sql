-- One counter a user. Whoever writes at the same time waits for its row lock, so nobody gets in between.
create function public.count_messages() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  total int;
begin
  insert into public.quotas as q (user_id, started_at, used)
  select auth.user_id(), now(), count(*) from added
  where auth.user_id() is not null
  having count(*) > 0
  on conflict (user_id) do update set
    used = excluded.used + case when q.started_at > now() - interval '1 minute' then q.used else 0 end,
    started_at = case when q.started_at > now() - interval '1 minute' then q.started_at else now() end
  returning q.used into total;
  if total > 5 then
    raise exception 'no more than 5 messages a minute' using errcode = 'RL429';
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger count_messages after insert on messages
  referencing new table as added for each statement execute function public.count_messages();
--> statement-breakpoint
grant select, insert on messages to authenticated;
--> statement-breakpoint
grant select on quotas to authenticated;
