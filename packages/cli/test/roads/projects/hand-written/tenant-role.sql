GRANT USAGE ON SCHEMA "public" TO "app_tenant";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "notes", "projects" TO "app_tenant";
