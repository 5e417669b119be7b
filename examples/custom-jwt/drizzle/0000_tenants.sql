CREATE TABLE "tenants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tenants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "users_tenant_id_index" ON "users" USING btree ("tenant_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "tenants" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select cast(pg_catalog.substring(pg_catalog.jsonb_extract_path_text(auth.session(), 'tenant_id'), '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') as pg_catalog.uuid)) = "tenants"."id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "users" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select cast(pg_catalog.substring(pg_catalog.jsonb_extract_path_text(auth.session(), 'tenant_id'), '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') as pg_catalog.uuid)) = "users"."tenant_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "users" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.uid()) = "users"."id" and (select cast(pg_catalog.substring(pg_catalog.jsonb_extract_path_text(auth.session(), 'tenant_id'), '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') as pg_catalog.uuid)) = "users"."tenant_id") WITH CHECK ((select auth.uid()) = "users"."id" and (select cast(pg_catalog.substring(pg_catalog.jsonb_extract_path_text(auth.session(), 'tenant_id'), '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') as pg_catalog.uuid)) = "users"."tenant_id");