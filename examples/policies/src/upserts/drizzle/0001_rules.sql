grant select, insert, update, delete on preferences, pages to authenticated;
--> statement-breakpoint
grant insert on reports to authenticated;
