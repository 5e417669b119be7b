CREATE TABLE "notes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" text DEFAULT auth.user_id() NOT NULL,
	"org_id" text,
	"body" text NOT NULL,
	"published" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "notes_user_id_index" ON "notes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "notes_org_id_index" ON "notes" USING btree ("org_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "notes" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((((select auth.user_id()) = "notes"."user_id") or ("notes"."org_id" = (select pg_catalog.jsonb_extract_path_text(auth.session(), 'org_id')))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "notes" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((((select auth.user_id()) = "notes"."user_id") and (((("notes"."org_id" is null)) or ("notes"."org_id" = (select pg_catalog.jsonb_extract_path_text(auth.session(), 'org_id')))))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "notes" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((((select auth.user_id()) = "notes"."user_id") and (((("notes"."org_id" is null)) or ("notes"."org_id" = (select pg_catalog.jsonb_extract_path_text(auth.session(), 'org_id'))))))) WITH CHECK ((((select auth.user_id()) = "notes"."user_id") and (((("notes"."org_id" is null)) or ("notes"."org_id" = (select pg_catalog.jsonb_extract_path_text(auth.session(), 'org_id')))))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "notes" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "notes"."user_id");--> statement-breakpoint
CREATE POLICY "allow_anonymous_select" ON "notes" AS PERMISSIVE FOR SELECT TO "anonymous" USING ("notes"."published" = true);