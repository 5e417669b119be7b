import { pgTable, text, uuid } from 'drizzle-orm/pg-core'

/** Under a policy that reads a setting of the application's, as hand-written schemas have it. */
export const documents = pgTable('documents', {
  tenantId: uuid('tenant_id').notNull(),
  author: text().notNull(),
  title: text().notNull(),
})

/** The same with the settings of PostGraphile. */
export const drafts = pgTable('drafts', { author: text().notNull(), title: text().notNull() })

export const red = '11111111-1111-4111-8111-111111111111'
export const blue = '22222222-2222-4222-8222-222222222222'

/** Run by the owner; the roles are there. */
export const tenantTables = `
create table documents (tenant_id uuid not null, author text not null, title text not null);
create table drafts (author text not null, title text not null);
alter table documents enable row level security;
alter table drafts enable row level security;
create policy tenant on documents
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (author = current_setting('app.current_user_id', true));
create policy author on drafts using (author = current_setting('jwt.claims.user_id', true));
grant select, insert on documents, drafts to authenticated, anonymous;
insert into documents values
  ('${red}', 'alice', 'red 1'), ('${red}', 'adam', 'red 2'), ('${blue}', 'bob', 'blue 1');
insert into drafts values ('alice', 'of alice'), ('bob', 'of bob'), ('', 'of nobody');
`
