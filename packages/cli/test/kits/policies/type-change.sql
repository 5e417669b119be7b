-- A policy that lets nobody in uses no column.
ALTER POLICY "own" ON "todos" USING (false);--> statement-breakpoint
ALTER TABLE "todos" ALTER COLUMN "owner" SET DATA TYPE varchar(40);--> statement-breakpoint
ALTER POLICY "own" ON "todos" USING (owner = CURRENT_USER);
