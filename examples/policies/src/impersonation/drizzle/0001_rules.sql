-- It runs as its owner: users write no actions themselves, and so can neither forge nor leave out one.
create function public.record_action() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if auth.session() ->> 'act' is not null then
    insert into public.actions (user_id, actor_id, command, object)
    values (
      auth.user_id(), auth.session() #>> '{act,sub}', lower(tg_op),
      format('%I %s', tg_table_name, case tg_op when 'DELETE' then old.id else new.id end)
    );
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger record_action after insert or update or delete on notes
  for each row execute function public.record_action();
--> statement-breakpoint
create trigger record_action after insert or update or delete on cards
  for each row execute function public.record_action();
--> statement-breakpoint
grant select, insert, update, delete on notes, cards to authenticated;
--> statement-breakpoint
grant select on actions to authenticated;
