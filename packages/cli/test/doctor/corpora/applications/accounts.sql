-- After Basejump (github.com/usebasejump/basejump): personal and team accounts, members with roles, invitations.
create schema basejump;
grant usage on schema basejump to authenticated, service_role;

create type basejump.account_role as enum ('owner', 'member');

create table basejump.accounts (
  id uuid primary key default gen_random_uuid(),
  primary_owner_user_id uuid not null default auth.uid() references auth.users,
  name text,
  personal_account boolean not null default false
);
create index on basejump.accounts (primary_owner_user_id);
create table basejump.account_user (
  user_id uuid not null references auth.users on delete cascade,
  account_id uuid not null references basejump.accounts on delete cascade,
  account_role basejump.account_role not null,
  primary key (user_id, account_id)
);
create table basejump.invitations (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references basejump.accounts on delete cascade,
  account_role basejump.account_role not null,
  token text not null unique,
  invited_by_user_id uuid not null references auth.users,
  created_at timestamptz not null default now()
);
create index on basejump.invitations (account_id);
alter table basejump.accounts enable row level security;
alter table basejump.account_user enable row level security;
alter table basejump.invitations enable row level security;
grant select, insert, update, delete on basejump.accounts, basejump.account_user, basejump.invitations
  to authenticated, service_role;

create function basejump.has_role_on_account(account_id uuid, account_role basejump.account_role default null)
returns boolean language sql stable security definer set search_path = public, basejump as $$
  select exists (
    select from basejump.account_user m
    where m.user_id = auth.uid() and m.account_id = has_role_on_account.account_id
      and (m.account_role = has_role_on_account.account_role or has_role_on_account.account_role is null))
$$;
grant execute on function basejump.has_role_on_account to authenticated;

create policy "users see their memberships" on basejump.account_user for select to authenticated
  using (user_id = auth.uid());
create policy "members see each other" on basejump.account_user for select to authenticated
  using (basejump.has_role_on_account(account_id));
create policy "owners remove members" on basejump.account_user for delete to authenticated
  using (basejump.has_role_on_account(account_id, 'owner'));
create policy "members see their accounts" on basejump.accounts for select to authenticated
  using (basejump.has_role_on_account(id));
create policy "owners change their accounts" on basejump.accounts for update to authenticated
  using (basejump.has_role_on_account(id, 'owner'));
create policy "users open team accounts" on basejump.accounts for insert to authenticated
  with check (primary_owner_user_id = auth.uid() and not personal_account);
create policy "owners see invitations of the last day" on basejump.invitations for select to authenticated
  using (created_at > now() - interval '24 hours' and basejump.has_role_on_account(account_id, 'owner'));
create policy "owners invite" on basejump.invitations for insert to authenticated
  with check (invited_by_user_id = auth.uid() and basejump.has_role_on_account(account_id, 'owner'));

create function public.accept_invitation(lookup_token text) returns uuid
language plpgsql security definer set search_path = public, basejump as $$
declare
  invitation basejump.invitations;
begin
  select * into invitation from basejump.invitations where token = lookup_token;
  insert into basejump.account_user values (auth.uid(), invitation.account_id, invitation.account_role);
  return invitation.account_id;
end
$$;
revoke all on function public.accept_invitation from public, anon;
