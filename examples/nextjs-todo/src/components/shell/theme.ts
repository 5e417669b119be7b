export type Theme = 'light' | 'dark' | 'system'

export const readTheme = (cookie: string | undefined): Theme =>
  cookie === 'light' || cookie === 'dark' ? cookie : 'system'
