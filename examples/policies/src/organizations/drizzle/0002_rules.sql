grant select, update on organizations to authenticated;
--> statement-breakpoint
grant select, insert, update, delete on members, projects to authenticated;
