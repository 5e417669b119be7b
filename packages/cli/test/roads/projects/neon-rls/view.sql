CREATE VIEW "public"."open_todos" WITH (security_invoker = true) AS (select "id", "user_id", "task" from "todos" where ("todos"."user_id" = auth.user_id() and not "todos"."is_complete"));--> statement-breakpoint
COMMENT ON VIEW "open_todos" IS 'What the user has still to do';--> statement-breakpoint
REVOKE ALL ON "open_todos" FROM "anonymous";--> statement-breakpoint
GRANT SELECT ("id", "task") ON "open_todos" TO "anonymous";
