create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
--> statement-breakpoint
create table events_rest partition of events default;
--> statement-breakpoint
-- Under row-level security and without a policy a partition shows nothing to who names it: only the way through the
-- parent is open.
alter table events_2026 enable row level security;
--> statement-breakpoint
alter table events_rest enable row level security;
--> statement-breakpoint
grant select, insert on events to authenticated;
--> statement-breakpoint
create table old_notes (archived_at timestamptz not null default now()) inherits (notes);
--> statement-breakpoint
create index on old_notes (user_id);
--> statement-breakpoint
alter table old_notes enable row level security;
--> statement-breakpoint
grant select, insert, update, delete on notes to authenticated;
