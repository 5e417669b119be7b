-- The organizations in which the user has one of these roles.
create function public.my_organizations(variadic roles text[]) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select m.organization_id from public.members m
    where m.user_id = auth.user_id() and m.role::text = any (roles)
  );
end
$$;
--> statement-breakpoint
revoke execute on function public.my_organizations(text[]) from public;
--> statement-breakpoint
grant execute on function public.my_organizations(text[]) to authenticated;
