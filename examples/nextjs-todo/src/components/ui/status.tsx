/** Says what has happened to those who do not see it, when they have heard what they are listening to. */
export function Status({ children }: { children: string }) {
  return (
    <p role="status" className="sr-only">
      {children}
    </p>
  )
}
