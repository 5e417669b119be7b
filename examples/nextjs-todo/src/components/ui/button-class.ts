const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong px-4 font-medium shadow-sm',
  plain: 'border border-line bg-surface hover:bg-sunken px-4 font-medium',
  quiet: 'text-muted hover:bg-sunken hover:text-ink px-3',
  danger: 'bg-danger-soft text-danger hover:brightness-95 px-4 font-medium',
  icon: 'text-muted hover:bg-sunken hover:text-ink w-10',
} as const

export type ButtonLook = keyof typeof looks

export const buttonClass = (look: ButtonLook, more = '') =>
  `inline-flex h-10 max-w-full shrink-0 cursor-pointer items-center justify-center gap-2 rounded-lg text-sm transition-colors disabled:cursor-default disabled:opacity-50 ${looks[look]} ${more}`
