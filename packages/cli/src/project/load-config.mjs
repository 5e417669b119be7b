// Run in a process of its own: a config file may print, change the environment or never end.
import { writeSync } from 'node:fs'
import { createJiti } from 'jiti'

const [, , file = ''] = process.argv
const config = await createJiti(file, { fsCache: false }).import(file, { default: true })
writeSync(3, JSON.stringify(config ?? null))
process.exit()
