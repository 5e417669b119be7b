import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Inside' }

export default function Inside() {
  return <main>soon</main>
}
