-- Policies decide on rows; a role needs the right to the table besides.
GRANT SELECT ON "tenants" TO "authenticated";--> statement-breakpoint
GRANT SELECT, UPDATE ON "users" TO "authenticated";
