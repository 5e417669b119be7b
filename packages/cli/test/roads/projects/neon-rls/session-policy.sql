CREATE TABLE "documents" (
	"id" integer PRIMARY KEY NOT NULL,
	"org" text DEFAULT (auth.session() ->> 'org') NOT NULL,
	"title" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "members of the org" ON "documents" AS PERMISSIVE FOR ALL TO "authenticated" USING ("documents"."org" = (select auth.session() ->> 'org')) WITH CHECK ("documents"."org" = (auth.jwt() ->> 'org'));--> statement-breakpoint
CREATE POLICY "published" ON "documents" AS PERMISSIVE FOR SELECT TO public USING ("documents"."title" like 'public:%' and auth.user_id() is null);--> statement-breakpoint
INSERT INTO "documents" ("id", "org", "title") VALUES (1, 'acme', 'plan'), (2, 'globex', 'budget'), (3, 'globex', 'public: prices');
