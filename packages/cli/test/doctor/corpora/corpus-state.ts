/** One state of a database, as another tool's documentation describes it, and what doctor says of it. */
export interface CorpusState {
  /** Name of the lint there. */
  readonly lint: string
  readonly state: string
  /** SQL that brings it about, as the role `postgres` of a project. */
  readonly sql: string
  /** `number object`; empty: nothing is said. */
  readonly finds: readonly string[]
  /** Why nothing is said: it is sound there as well, it is none of doctor's business, or it is not seen. */
  readonly silent?: 'sound' | { readonly notOurs: string } | { readonly missed: string }
}

/** A table of one's own rows, under policies, in the schema that Supabase's API shows. */
export const notes = `
  create table public.notes (id bigint primary key, user_id uuid not null default auth.uid());
  create index on public.notes (user_id);
  alter table public.notes enable row level security;
  create policy own on public.notes to authenticated
    using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);`
