#!/usr/bin/env node
import { main } from './main.js'
import { tolerateClosedOutput } from './terminal/closed-output.js'
import { processTerminal } from './terminal/terminal.js'

tolerateClosedOutput()
process.exitCode = await main(process.argv.slice(2), processTerminal())
