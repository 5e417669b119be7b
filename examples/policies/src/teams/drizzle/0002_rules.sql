grant select on teams, memberships to authenticated;
--> statement-breakpoint
grant select, insert, update, delete on documents to authenticated;
