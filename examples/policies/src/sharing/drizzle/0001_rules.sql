grant select on documents, links to anonymous;
--> statement-breakpoint
grant select, insert, delete, update (title) on documents to authenticated;
--> statement-breakpoint
grant select, insert, update, delete on shares, links to authenticated;
