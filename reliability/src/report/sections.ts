import { readFile, writeFile } from 'node:fs/promises'

const page = new URL('../../../docs/reliability.md', import.meta.url)

/** Puts text between the marks of a section of `docs/reliability.md`. */
export async function replaceSection(name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const before = await readFile(page, 'utf8')
  const [head, rest] = before.split(begin)
  const tail = rest?.split(end)[1]
  if (head === undefined || tail === undefined)
    throw new Error(`docs/reliability.md has no section "${name}".`)
  await writeFile(page, `${head}${begin}\n\n${text}\n\n${end}${tail}`)
}
