import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What a folder held at some moment. */
export interface FolderCopy {
  /** Paths within the folder. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly folders: ReadonlySet<string>
  readonly existed: boolean
}

/** Keeps in memory what a folder holds, to {@link restoreFolder} it. */
export async function copyFolder(folder: string): Promise<FolderCopy> {
  const existed = await exists(folder)
  const files = new Map<string, Buffer>()
  const folders = new Set<string>()
  if (existed) {
    for (const entry of await readdir(folder, { recursive: true })) {
      const path = join(folder, entry)
      if ((await stat(path)).isDirectory()) folders.add(entry)
      else files.set(entry, await readFile(path))
    }
  }
  return { files, folders, existed }
}

/** Makes a folder what it was: what was added goes, what was changed or removed comes back. */
export async function restoreFolder(folder: string, before: FolderCopy): Promise<void> {
  if (!before.existed) {
    await rm(folder, { recursive: true, force: true })
    return
  }
  const now = await copyFolder(folder)
  for (const entry of [...now.files.keys(), ...now.folders]) {
    if (!before.files.has(entry) && !before.folders.has(entry)) {
      await rm(join(folder, entry), { recursive: true, force: true })
    }
  }
  for (const [entry, content] of before.files) {
    if (now.files.get(entry)?.equals(content) === true) continue
    await mkdir(dirname(join(folder, entry)), { recursive: true })
    await writeFile(join(folder, entry), content)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return false
    throw error
  }
}
