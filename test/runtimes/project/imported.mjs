/** What a dependency of the application has that is ESM. A module of its own: on Deno `import()` in CommonJS finds CommonJS. */
export * as core from '@rowauth/core'
export { nodePostgres } from '@rowauth/driver/node-postgres'
export * as drizzle from '@rowauth/drizzle'
export * as orm from 'drizzle-orm/node-postgres'
