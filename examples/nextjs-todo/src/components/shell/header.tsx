import { CircleCheckBig, LogOut } from 'lucide-react'
import { cookies } from 'next/headers'
import type { Person } from '@/auth/current'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Link } from '@/components/ui/link'
import { SessionWatch } from './session-channel'
import { readTheme } from './theme'
import { ThemeSwitch } from './theme-switch'

const link = 'rounded-lg px-1.5 py-2 text-sm text-muted hover:bg-sunken hover:text-ink sm:px-3'

export async function Header({ person }: { person: Person | null }) {
  const theme = readTheme((await cookies()).get('theme')?.value)
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex min-h-16 max-w-6xl flex-wrap items-center gap-1 px-3 py-2 sm:gap-2 sm:px-6">
        <Link
          href={person ? '/lists' : '/'}
          className="flex items-center gap-2 rounded-lg py-2 font-semibold sm:pr-2"
        >
          <CircleCheckBig aria-hidden className="size-5 text-accent" />
          <span className={person ? 'sr-only sm:not-sr-only' : ''}>Rows</span>
        </Link>
        <nav aria-label="Pages" className="flex flex-auto flex-wrap items-center">
          {person && (
            <Link href="/lists" className={link}>
              Lists
            </Link>
          )}
          <Link href="/public" className={link}>
            Public
          </Link>
          {person && (
            <Link href="/inside" className={link}>
              Inside
            </Link>
          )}
        </nav>
        <div className="ml-auto flex flex-wrap items-center gap-1 sm:gap-2">
          <ThemeSwitch initial={theme} />
          {person ? (
            <>
              <span className="hidden max-w-40 truncate pl-2 text-sm text-muted md:inline">
                {person.name}
              </span>
              <form action="/sign-out" method="post">
                <Button type="submit" look="quiet" aria-label="Sign out" className="px-2 sm:px-3">
                  <LogOut aria-hidden className="size-4" />
                  <span className="hidden sm:inline">Sign out</span>
                </Button>
              </form>
              <SessionWatch />
            </>
          ) : (
            <Link href="/sign-in" className={buttonClass('primary')}>
              Sign in
            </Link>
          )}
        </div>
      </div>
    </header>
  )
}
