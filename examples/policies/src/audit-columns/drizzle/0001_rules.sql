-- Before the policies look at the row, so what a user writes into these columns does not count. Without a user, as in a
-- migration or a job, the given values stay.
create function public.stamp() returns trigger
language plpgsql
as $$
begin
  new.updated_by := coalesce(auth.user_id(), new.updated_by);
  new.updated_at := now();
  if tg_op = 'INSERT' then
    new.created_by := coalesce(auth.user_id(), new.created_by);
    new.created_at := now();
  else
    new.created_by := old.created_by;
    new.created_at := old.created_at;
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger stamp before insert or update on articles for each row execute function public.stamp();
--> statement-breakpoint
grant select, insert, update, delete on articles to authenticated;
