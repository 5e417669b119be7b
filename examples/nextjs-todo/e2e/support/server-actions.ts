import { readFile } from 'node:fs/promises'
import type { Visitor } from './browser'

const manifest = new URL('../../.next/server/server-reference-manifest.json', import.meta.url)

/** The server actions of the build: the name of each, and the id by which anybody can call it. */
export async function serverActions(): Promise<ReadonlyMap<string, string>> {
  const { node } = JSON.parse(await readFile(manifest, 'utf8'))
  const actions = Object.entries<{ exportedName: string }>(node)
  return new Map(actions.map(([id, { exportedName }]) => [exportedName, id]))
}

/** Calls an action as a browser does, but with any arguments, and with the cookie of anybody or of nobody. */
export async function callAction(url: string, id: string, as: Visitor | undefined, args: readonly unknown[]) {
  const cookies = (await as?.context.cookies()) ?? []
  return await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
      'next-action': id,
      origin: new URL(url).origin,
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
    body: JSON.stringify(args),
  })
}
