CREATE VIEW "public"."todo_counts" WITH (security_invoker = true) AS (select count(*)::int as "open", auth.uid() is not null as "has_uuid" from "open_todos");--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON "todo_counts" FROM "authenticated", "anonymous";
