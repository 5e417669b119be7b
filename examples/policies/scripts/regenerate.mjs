// Makes the migrations of all recipes, or of those that are named, anew from their schemas. What drizzle-kit writes is
// called `tables`; everything else is written by hand and stays as it is.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What has to be added to the SQL of drizzle-kit, which knows no partitions. */
const edits = {
  partitions: (sql) => sql.replace(/(CREATE TABLE "events" \([^;]*?\n\));/, '$1 PARTITION BY RANGE ("at");'),
}

function kit(recipe, ...args) {
  const env = { ...process.env, RECIPE: recipe }
  execFileSync('node_modules/.bin/drizzle-kit', ['generate', ...args], { cwd: root, env, stdio: 'pipe' })
}

function regenerate(recipe) {
  const folder = `${root}/src/${recipe}/drizzle`
  const old = `${folder}.old`
  renameSync(folder, old)
  try {
    const names = readdirSync(old).filter((name) => name.endsWith('.sql'))
    for (const name of names.sort()) {
      const tag = name.slice('0000_'.length, -'.sql'.length)
      kit(recipe, '--name', tag, ...(tag === 'tables' ? [] : ['--custom']))
      const text =
        tag === 'tables' ? readFileSync(`${folder}/${name}`, 'utf8') : readFileSync(`${old}/${name}`, 'utf8')
      writeFileSync(`${folder}/${name}`, tag === 'tables' ? (edits[recipe]?.(text) ?? text) : text)
    }
    rmSync(old, { recursive: true })
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    renameSync(old, folder)
    throw error
  }
}

const given = process.argv.slice(2)
const recipes = given.length > 0 ? given : readdirSync(`${root}/src`)
for (const recipe of recipes.filter((name) => existsSync(`${root}/src/${name}/drizzle`))) {
  regenerate(recipe)
  console.log(recipe)
}
