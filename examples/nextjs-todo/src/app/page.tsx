import { Eye, Share2, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { currentPerson } from '@/auth/current'
import { Header } from '@/components/shell/header'
import { buttonClass } from '@/components/ui/button-class'

const points = [
  { Icon: Share2, title: 'Share a list', text: 'Editors change it, viewers look, owners decide.' },
  { Icon: Eye, title: 'Show it to everybody', text: 'A public list has an address that needs no account.' },
  {
    Icon: ShieldCheck,
    title: 'Kept apart',
    text: 'The database itself decides who sees and changes which row.',
  },
]

export default async function Home() {
  if (await currentPerson()) redirect('/lists')
  return (
    <>
      <Header person={null} />
      <main className="mx-auto max-w-5xl px-4 py-14 sm:px-6 sm:py-24">
        <h1 className="max-w-2xl text-4xl font-semibold tracking-tight text-balance sm:text-6xl">
          Todo lists for more than one.
        </h1>
        <p className="mt-5 max-w-xl text-lg text-muted">
          Make lists, share them with the people who help, and show the world the ones that you are proud of.
        </p>
        <div className="mt-8 flex flex-wrap gap-3">
          <Link href="/sign-up" className={buttonClass('primary', 'h-12 px-6 text-base')}>
            Make an account
          </Link>
          <Link href="/public" className={buttonClass('plain', 'h-12 px-6 text-base')}>
            Look at public lists
          </Link>
        </div>
        <ul className="mt-16 grid gap-4 sm:grid-cols-3">
          {points.map(({ Icon, title, text }) => (
            <li key={title} className="rounded-2xl border border-line bg-surface p-6 shadow-card">
              <Icon aria-hidden className="size-6 text-accent" />
              <h2 className="mt-4 font-semibold">{title}</h2>
              <p className="mt-1 text-sm text-muted">{text}</p>
            </li>
          ))}
        </ul>
      </main>
    </>
  )
}
