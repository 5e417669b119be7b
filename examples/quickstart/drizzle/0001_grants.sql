-- Policies decide on rows; a role needs the right to the table besides.
GRANT SELECT, INSERT, UPDATE, DELETE ON "todos" TO "authenticated";--> statement-breakpoint
GRANT SELECT ON "todos" TO "anonymous";
