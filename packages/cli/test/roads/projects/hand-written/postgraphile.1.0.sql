CREATE SCHEMA "app_private";
--> statement-breakpoint
CREATE SCHEMA "app_public";
--> statement-breakpoint
CREATE TABLE "app_private"."accounts" (
	"user_id" integer PRIMARY KEY,
	"password_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app_public"."posts" (
	"id" integer PRIMARY KEY,
	"author_id" integer NOT NULL,
	"text" text NOT NULL,
	"is_published" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "app_public"."posts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "published" ON "app_public"."posts" AS PERMISSIVE FOR SELECT TO "member", "visitor" USING (is_published);--> statement-breakpoint
CREATE POLICY "own posts" ON "app_public"."posts" AS PERMISSIVE FOR ALL TO "member" USING (author_id = nullif(current_setting('jwt.claims.user_id', true), '')::integer);
