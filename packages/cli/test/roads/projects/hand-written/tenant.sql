CREATE TABLE "notes" (
	"id" integer PRIMARY KEY NOT NULL,
	"tenant_id" uuid DEFAULT (current_setting('app.tenant_id', true)::uuid) NOT NULL,
	"author" text DEFAULT current_setting('app.current_user_id', true) NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "projects" (
	"id" integer PRIMARY KEY NOT NULL,
	"tenant_id" uuid NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "tenant isolation" ON "notes" AS RESTRICTIVE FOR ALL TO public USING (tenant_id = current_setting('app.tenant_id', true)::uuid);--> statement-breakpoint
CREATE POLICY "authors" ON "notes" AS PERMISSIVE FOR ALL TO public USING (author = current_setting('app.current_user_id', true));--> statement-breakpoint
CREATE POLICY "tenant isolation" ON "projects" AS PERMISSIVE FOR ALL TO public USING (tenant_id = current_setting('app.tenant_id', true)::uuid) WITH CHECK (tenant_id = current_setting('app.tenant_id', true)::uuid);
