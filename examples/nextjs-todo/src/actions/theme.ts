'use server'

import { cookies } from 'next/headers'
import { readTheme } from '@/components/shell/theme'

export async function keepTheme(wanted: string): Promise<void> {
  const theme = readTheme(wanted)
  const jar = await cookies()
  if (theme === 'system') jar.delete('theme')
  else jar.set('theme', theme, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
}
