grant select, insert, update, delete on todos to authenticated;--> statement-breakpoint
grant select on todos to anonymous;
