import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/index.ts',
  out: './drizzle',
  // Without it drizzle-kit 1.0 takes the schema auth for its own, and "push" drops it.
  schemaFilter: ['public'],
  // For `npm run migrate`: the owner of the database, not the role that the application logs in as.
  dbCredentials: { url: process.env.OWNER_URL ?? '' },
})
