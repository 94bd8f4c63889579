// Loaded first by the gateway under test: its reading processes run hostile-reader.mjs instead of the real module.
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import { fileURLToPath } from 'node:url'

const { fork } = childProcess
const hostile = fileURLToPath(new URL('hostile-reader.mjs', import.meta.url))
childProcess.fork = (module, ...rest) => fork(String(module).endsWith('child.ts') ? hostile : module, ...rest)
syncBuiltinESMExports()
