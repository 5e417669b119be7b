import type { Address, OpenOptions } from './client-under-test.js'

/** The address of a connection string, by way of what is to stand in between. */
export async function tapped(url: string, { tap }: OpenOptions): Promise<string> {
  if (tap === undefined) return url
  const address = new URL(url)
  const { host, port }: Address = await tap({ host: address.hostname, port: Number(address.port) })
  address.hostname = host
  address.port = String(port)
  return address.href
}
