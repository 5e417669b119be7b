-- Policies decide on rows; a role needs the right to the table besides.
GRANT SELECT, INSERT, UPDATE, DELETE ON "notes" TO "authenticated";--> statement-breakpoint
GRANT SELECT ON "notes" TO "anonymous";
