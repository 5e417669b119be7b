create table audit (
  at timestamptz not null default now(),
  user_id text,
  actor text,
  command text not null,
  invoice_id int not null
);
-- Default privileges may have granted it to everybody.
alter table audit enable row level security;

-- As its owner, so that nobody else needs the right to write there.
create function audit_invoice() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into public.audit (user_id, actor, command, invoice_id)
  values (
    auth.user_id(), coalesce(auth.session() #>> '{act,sub}', auth.session() ->> 'act'),
    tg_op, coalesce(new.id, old.id)
  );
  return null;
end
$$;
-- Anybody could have it write there from a temporary table of their own.
revoke execute on function audit_invoice() from public;

create trigger audit after insert or update or delete on invoices
for each row execute function audit_invoice();
