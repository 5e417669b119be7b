import type { Metadata } from 'next'
import { signedIn } from '@/auth/current'

export const metadata: Metadata = { title: 'Lists' }

export default async function Lists() {
  const { person } = await signedIn()
  return (
    <main className="hidden min-w-0 flex-1 flex-col items-center justify-center rounded-2xl border border-dashed border-line-strong px-6 py-24 text-center md:flex">
      <h1 className="text-xl font-semibold">Hello, {person.name}</h1>
      <p className="mt-1 text-muted">Choose a list, or make a new one.</p>
    </main>
  )
}
