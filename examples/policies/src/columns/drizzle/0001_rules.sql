grant select, insert, update (display_name) on profiles to authenticated;
--> statement-breakpoint
-- Which columns depends on who it is, and a grant knows only the role. A policy sees the old row or the new one; a
-- trigger sees both. Without a user, as in a job, it lets everything pass.
create function public.keep_author_columns() returns trigger
language plpgsql
as $$
begin
  if auth.user_id() is not null and (new.id, new.author_id) is distinct from (old.id, old.author_id) then
    raise exception 'a task keeps its author' using errcode = '42501';
  end if;
  if old.author_id <> auth.user_id()
    and (new.assignee_id, new.title) is distinct from (old.assignee_id, old.title)
  then
    raise exception 'only the author of a task may change more than its status' using errcode = '42501';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_author_columns before update on tasks
  for each row execute function public.keep_author_columns();
--> statement-breakpoint
grant select, insert, update, delete on tasks to authenticated;
