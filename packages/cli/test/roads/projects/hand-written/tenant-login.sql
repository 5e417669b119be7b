GRANT USAGE ON SCHEMA "public" TO "app_user";--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "notes", "projects" TO "app_user";
