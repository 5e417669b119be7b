import { defineConfig } from 'drizzle-kit'

/** A folder of `src`: `RECIPE=teams npx drizzle-kit generate`. */
const { RECIPE: recipe } = process.env

export default defineConfig({
  dialect: 'postgresql',
  schema: `./src/${recipe}/schema.ts`,
  out: `./src/${recipe}/drizzle`,
  // Without it drizzle-kit 1.0 takes the schema auth for its own, and "push" drops it.
  schemaFilter: ['public'],
})
