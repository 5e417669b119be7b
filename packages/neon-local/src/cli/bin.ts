#!/usr/bin/env node
import { tolerateClosedOutput } from './closed-output.js'
import { run } from './run.js'

tolerateClosedOutput()
process.exitCode = await run(process.argv.slice(2))
