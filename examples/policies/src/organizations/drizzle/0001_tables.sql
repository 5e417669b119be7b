CREATE TYPE "public"."member_role" AS ENUM('viewer', 'editor', 'owner');--> statement-breakpoint
CREATE TABLE "members" (
	"organization_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"role" "member_role" NOT NULL,
	CONSTRAINT "members_user_id_organization_id_pk" PRIMARY KEY("user_id","organization_id")
);
--> statement-breakpoint
ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text
);
--> statement-breakpoint
ALTER TABLE "organizations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "members_organization_id_index" ON "members" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "projects_organization_id_index" ON "projects" USING btree ("organization_id");--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "members" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("members"."organization_id" = any(cast((select public.my_organizations('viewer', 'editor', 'owner')) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "members" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ((("members"."organization_id" = any(cast((select public.my_organizations('owner')) as uuid[]))) and ("members"."user_id" <> (select auth.user_id()))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "members" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ((("members"."organization_id" = any(cast((select public.my_organizations('owner')) as uuid[]))) and ("members"."user_id" <> (select auth.user_id())))) WITH CHECK ((("members"."organization_id" = any(cast((select public.my_organizations('owner')) as uuid[]))) and ("members"."user_id" <> (select auth.user_id()))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "members" AS PERMISSIVE FOR DELETE TO "authenticated" USING ((("members"."organization_id" = any(cast((select public.my_organizations('owner')) as uuid[]))) and ("members"."user_id" <> (select auth.user_id()))));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "organizations" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("organizations"."id" = any(cast((select public.my_organizations('viewer', 'editor', 'owner')) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "organizations" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("organizations"."id" = any(cast((select public.my_organizations('owner')) as uuid[]))) WITH CHECK ("organizations"."id" = any(cast((select public.my_organizations('owner')) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_select" ON "projects" AS PERMISSIVE FOR SELECT TO "authenticated" USING ("projects"."organization_id" = any(cast((select public.my_organizations('viewer', 'editor', 'owner')) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_insert" ON "projects" AS PERMISSIVE FOR INSERT TO "authenticated" WITH CHECK ("projects"."organization_id" = any(cast((select public.my_organizations('editor', 'owner')) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_update" ON "projects" AS PERMISSIVE FOR UPDATE TO "authenticated" USING ("projects"."organization_id" = any(cast((select public.my_organizations('editor', 'owner')) as uuid[]))) WITH CHECK ("projects"."organization_id" = any(cast((select public.my_organizations('editor', 'owner')) as uuid[])));--> statement-breakpoint
CREATE POLICY "allow_authenticated_delete" ON "projects" AS PERMISSIVE FOR DELETE TO "authenticated" USING ("projects"."organization_id" = any(cast((select public.my_organizations('owner')) as uuid[])));