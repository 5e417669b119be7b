import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** What users write. A marker tells one try from all others. */
export const entries = pgTable('entries', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: text('user_id'),
  marker: text().notNull(),
  n: integer().notNull().default(0),
})

/** Whoever is referred to has to exist when the transaction commits, and not before. */
export const accounts = pgTable('accounts', {
  id: integer().primaryKey(),
  nextId: integer('next_id'),
})

export const tablesSql = `
create table entries (
  id bigint generated always as identity primary key,
  user_id text not null default (auth.user_id()),
  marker text not null check (marker <> 'forbidden'),
  n integer not null default 0
);
create index on entries (user_id);
create index on entries (marker);
alter table entries enable row level security;
create policy own on entries to authenticated
  using ((select auth.user_id()) = user_id) with check ((select auth.user_id()) = user_id);
grant select, insert, update, delete on entries to authenticated;
create table accounts (id int primary key, next_id int references accounts (id) deferrable initially deferred);
grant select, insert on accounts to authenticated;
`
