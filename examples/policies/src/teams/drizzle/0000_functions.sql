-- The teams that the user is in, and all below them. It runs as its owner, for whom no policies hold, so that the
-- policy of memberships can call it without asking itself. PL/pgSQL looks for the tables when it runs: they come next.
create function public.my_teams() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    with recursive mine (id) as (
      select m.team_id from public.memberships m where m.user_id = auth.user_id()
      union
      select t.id from public.teams t join mine on t.parent_id = mine.id
    )
    select mine.id from mine
  );
end
$$;
--> statement-breakpoint
revoke execute on function public.my_teams() from public;
--> statement-breakpoint
grant execute on function public.my_teams() to authenticated;
