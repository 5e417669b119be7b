import { readdirSync, readFileSync } from 'node:fs'
import { mutate } from './mutate.js'
import type { Random } from './random.js'

/** What stands for `{{connection}}`, `{{login}}` and `{{token}}` in the corpus. */
export type Credentials = Readonly<Record<'connection' | 'login' | 'token', string>>

interface Example {
  readonly head: string
  readonly body: string
}

const folder = new URL('./corpus/', import.meta.url)

/** Requests that are understood: one a file, with plain line feeds, and without a `Content-Length`. */
export function readCorpus(credentials: Credentials): readonly Example[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8').replace(
        /\{\{(connection|login|token)\}\}/g,
        (_, key: keyof Credentials) => credentials[key],
      )
      const [head = '', ...body] = text.replaceAll('\n', '\r\n').split('\r\n\r\n')
      return { head, body: body.join('\r\n\r\n').replace(/\r\n$/, '') }
    })
}

/** A request with something wrong in its body, in its head, or anywhere. */
export function makeInput(corpus: readonly Example[], random: Random): string {
  const { head, body } = random.pick(corpus)
  const other = random.pick(corpus)
  const isChunked = /^transfer-encoding/im.test(head)
  const write = (head: string, body: string) => {
    const length = isChunked ? '' : `\r\nContent-Length: ${Buffer.byteLength(body)}`
    return `${head}${length}\r\n\r\n${body}`
  }
  switch (random.below(4)) {
    case 0:
      return mutate(write(head, body), write(other.head, other.body), random)
    case 1:
      return write(mutate(head, other.head, random), random.oneIn(2) ? body : other.body)
    default:
      return write(head, mutate(body, other.body, random))
  }
}
