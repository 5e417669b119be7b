import { CircleAlert } from 'lucide-react'

/** Says what went wrong, aloud as well. */
export function Notice({ children }: { children: React.ReactNode }) {
  return (
    <div role="alert" className="w-full empty:hidden">
      {children && (
        <p className="flex items-start gap-2 rounded-lg bg-danger-soft px-3.5 py-2.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{children}</span>
        </p>
      )}
    </div>
  )
}
