CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" text DEFAULT auth.user_id() NOT NULL,
	"title" text NOT NULL,
	CONSTRAINT "documents_id_owner_id_unique" UNIQUE("id","owner_id")
);
--> statement-breakpoint
ALTER TABLE "documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "links" (
	"secret" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"document_id" uuid NOT NULL,
	"owner_id" text DEFAULT auth.user_id() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "shares" (
	"document_id" uuid NOT NULL,
	"owner_id" text DEFAULT auth.user_id() NOT NULL,
	"user_id" text NOT NULL,
	"can_edit" boolean DEFAULT false NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "shares_user_id_document_id_pk" PRIMARY KEY("user_id","document_id")
);
--> statement-breakpoint
ALTER TABLE "shares" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_document_id_owner_id_documents_id_owner_id_fk" FOREIGN KEY ("document_id","owner_id") REFERENCES "public"."documents"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shares" ADD CONSTRAINT "shares_document_id_owner_id_documents_id_owner_id_fk" FOREIGN KEY ("document_id","owner_id") REFERENCES "public"."documents"("id","owner_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "documents_owner_id_index" ON "documents" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "links_owner_id_index" ON "links" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "shares_owner_id_index" ON "shares" USING btree ("owner_id");--> statement-breakpoint
CREATE POLICY "own_select" ON "documents" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "documents"."owner_id");--> statement-breakpoint
CREATE POLICY "own_insert" ON "documents" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "documents"."owner_id");--> statement-breakpoint
CREATE POLICY "own_update" ON "documents" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "documents"."owner_id") WITH CHECK ((select auth.user_id()) = "documents"."owner_id");--> statement-breakpoint
CREATE POLICY "own_delete" ON "documents" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "documents"."owner_id");--> statement-breakpoint
CREATE POLICY "shared_select" ON "documents" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("documents"."id" = any(array(select "document_id" from "shares" where (((select auth.user_id()) = "shares"."user_id") and ("shares"."expires_at" > now())))));--> statement-breakpoint
CREATE POLICY "shared_update" ON "documents" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("documents"."id" = any(array(select "document_id" from "shares" where (((select auth.user_id()) = "shares"."user_id") and ("shares"."expires_at" > now()) and ("shares"."can_edit"))))) WITH CHECK ("documents"."id" = any(array(select "document_id" from "shares" where (((select auth.user_id()) = "shares"."user_id") and ("shares"."expires_at" > now()) and ("shares"."can_edit")))));--> statement-breakpoint
CREATE POLICY "linked_select" ON "documents" AS PERMISSIVE FOR SELECT TO "anonymous", "authenticated" USING ("documents"."id" = any(array(select "document_id" from "links" where "links"."secret" = (select cast(pg_catalog.substring(pg_catalog.jsonb_extract_path_text(auth.session(), 'link'), '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') as pg_catalog.uuid)))));--> statement-breakpoint
CREATE POLICY "given_select" ON "links" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "links"."owner_id");--> statement-breakpoint
CREATE POLICY "given_insert" ON "links" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "links"."owner_id");--> statement-breakpoint
CREATE POLICY "given_update" ON "links" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "links"."owner_id") WITH CHECK ((select auth.user_id()) = "links"."owner_id");--> statement-breakpoint
CREATE POLICY "given_delete" ON "links" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "links"."owner_id");--> statement-breakpoint
CREATE POLICY "presented_select" ON "links" AS PERMISSIVE FOR SELECT TO "anonymous", "authenticated" USING ((("links"."secret" = (select cast(pg_catalog.substring(pg_catalog.jsonb_extract_path_text(auth.session(), 'link'), '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$') as pg_catalog.uuid))) and ("links"."expires_at" > now())));--> statement-breakpoint
CREATE POLICY "given_select" ON "shares" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "shares"."owner_id");--> statement-breakpoint
CREATE POLICY "given_insert" ON "shares" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((select auth.user_id()) = "shares"."owner_id");--> statement-breakpoint
CREATE POLICY "given_update" ON "shares" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((select auth.user_id()) = "shares"."owner_id") WITH CHECK ((select auth.user_id()) = "shares"."owner_id");--> statement-breakpoint
CREATE POLICY "given_delete" ON "shares" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((select auth.user_id()) = "shares"."owner_id");--> statement-breakpoint
CREATE POLICY "received_select" ON "shares" AS PERMISSIVE FOR SELECT TO "authenticated" USING ((select auth.user_id()) = "shares"."user_id");