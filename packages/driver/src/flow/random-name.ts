/** A name that nobody can guess: `rowauth_` and 24 hexadecimal digits. */
export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `rowauth_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
