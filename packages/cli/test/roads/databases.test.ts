import { databasesBehave } from './support/databases-behave.js'

databasesBehave()
