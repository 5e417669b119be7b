/**
 * Lets the readers of a pipe go when they have read enough, as `head` does: what is printed afterwards is lost, and
 * nothing else changes. Other errors of the streams end the process as before.
 */
export function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}
