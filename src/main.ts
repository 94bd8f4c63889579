// Entry of the program: runs the command line and ends with its status.
import { run } from './cli.ts'

process.exitCode = await run(process.argv.slice(2))
