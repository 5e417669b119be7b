grant select, insert, update, delete on todos to authenticated;
--> statement-breakpoint
grant select on todo_counts to authenticated;
--> statement-breakpoint
-- The same for PostgreSQL 14, which has no security_invoker: a function runs as its caller unless it says otherwise.
create function public.count_todos() returns table (done bool, todos bigint)
language sql stable
begin atomic
  select t.done, count(*) from public.todos t group by t.done;
end;
