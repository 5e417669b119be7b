import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/schema.ts',
  out: './drizzle',
  // Without it drizzle-kit 1.0 takes the schema auth for its own, and "push" drops it.
  schemaFilter: ['public'],
})
