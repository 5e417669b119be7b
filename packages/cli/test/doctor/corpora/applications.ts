import type { DiagnoseOptions } from '../../../src/doctor/options.js'

/** A schema in the shape of a well-known application's, and what doctor says of it. */
export interface Application {
  readonly name: string
  readonly source: string
  readonly file: string
  /** Whether it runs on Supabase. */
  readonly platform: boolean
  /** What a superuser has made beforehand. */
  readonly before?: string
  readonly options: DiagnoseOptions
  /** What is found, with the reason why it stays: `True` or `False`, and why. */
  readonly findings: Readonly<Record<string, string>>
  /** What is wrong and not found. */
  readonly missed: readonly string[]
}

const everyTable = 'Supabase grants everything on every table by default; policies are not asked for these.'
const perRow = 'True: the function of the session is called for every row.'
const implicit = 'True as a hint: the new row is asked what the old one is.'

const ofSupabase = {
  '112 tables that postgres makes in schema public': everyTable,
  '113 tables that postgres makes in schema public': everyTable,
  '210 role supabase_admin': 'True: the connection is that of the superuser.',
  '504 schema auth': 'True: it has not adopted what is there.',
}

export const applications: readonly Application[] = [
  {
    name: 'accounts and invitations',
    source: 'Basejump',
    file: 'accounts.sql',
    missed: [],
    platform: true,
    options: { ignore: [208] },
    findings: {
      ...ofSupabase,
      '301 policy "owners invite" on basejump.invitations': perRow,
      '301 policy "users open team accounts" on basejump.accounts': perRow,
      '301 policy "users see their memberships" on basejump.account_user': perRow,
      '306 policy "owners change their accounts" on basejump.accounts': implicit,
      '307 table basejump.account_user': 'True as a hint: both policies are asked for every row.',
      '403 function public.accept_invitation(lookup_token text)':
        'False: it is meant to be called, and asks for the token of the invitation.',
    },
  },
  {
    name: 'a forum',
    source: "PostGraphile's tutorial",
    file: 'forum.sql',
    missed: [],
    platform: false,
    before: `create role forum_example_postgraphile login;
      create role forum_example_anonymous; create role forum_example_person;
      grant forum_example_anonymous, forum_example_person to forum_example_postgraphile with inherit false`,
    options: {
      appRole: 'forum_example_postgraphile',
      ignore: [208],
      roles: { authenticated: 'forum_example_person', anonymous: 'forum_example_anonymous' },
    },
    findings: {
      '306 policy update_person on forum_example.person': implicit,
      '306 policy update_post on forum_example.post': implicit,
      '403 function forum_example.register_person(first_name text, email text, password text)':
        'False: it is meant to be called by visitors.',
      '404 function forum_example.register_person(first_name text, email text, password text)':
        'True: it runs as its owner, and looks names up where the caller says.',
      '504 schema auth': 'True: it has not adopted what is there.',
    },
  },
  {
    name: 'a chat',
    source: "Supabase's Slack clone",
    file: 'chat.sql',
    missed: [
      'Anybody can ask `authorize` for the permissions of anybody: a SECURITY DEFINER function that a policy calls is left alone by 403.',
    ],
    platform: true,
    options: { ignore: [208] },
    findings: {
      ...ofSupabase,
      '103 table public.role_permissions':
        'True: it has grants, and no policy; nothing is meant to read it but a function.',
      ...Object.fromEntries(
        [108, 111].flatMap((number) =>
          ['channels', 'messages', 'role_permissions', 'user_roles', 'users'].map((table) => [
            `${number} table public.${table}`,
            everyTable,
          ]),
        ),
      ),
      '301 policy "own update" on public.messages': perRow,
      '301 policy "own roles" on public.user_roles': perRow,
      '306 policy "own update" on public.messages': implicit,
      '306 policy "own update" on public.users': implicit,
      '307 table public.channels': 'True as a hint: two policies are asked for every row that is deleted.',
      '307 table public.messages': 'True as a hint: two policies are asked for every row that is deleted.',
      '309 column user_id of table public.messages': 'True: its policies compare it, and there is no index.',
      '404 function public.authorize(requested_permission public.app_permission, user_id uuid)':
        'True: it runs as its owner, and looks names up where the caller says.',
    },
  },
]
