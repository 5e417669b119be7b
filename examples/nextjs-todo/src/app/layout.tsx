import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { readTheme } from '@/components/shell/theme'

export const metadata: Metadata = {
  title: { default: 'Rows', template: '%s · Rows' },
  description: 'Shared todo lists, kept apart by row-level security.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const theme = readTheme((await cookies()).get('theme')?.value)
  return (
    <html lang="en" {...(theme === 'system' ? {} : { 'data-theme': theme })}>
      <body className="min-h-dvh font-sans antialiased">{children}</body>
    </html>
  )
}
