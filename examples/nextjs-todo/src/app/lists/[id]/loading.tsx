export default function Loading() {
  return (
    <main className="min-w-0 flex-1 motion-safe:animate-pulse" aria-busy="true">
      <p role="status" className="sr-only">
        Loading the list
      </p>
      <div className="mb-8 h-9 w-56 rounded-lg bg-sunken" />
      <div className="mb-4 h-11 rounded-lg bg-sunken" />
      <div className="h-64 rounded-2xl bg-sunken" />
    </main>
  )
}
