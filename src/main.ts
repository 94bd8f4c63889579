// Entry of the program: runs the command line and ends with its status.
import { run } from './cli.ts'

// A reader that has seen enough (`congthu check ... | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
// Started by bin/congthu.mjs under an older Node: without that launcher nobody could stop us.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref() // the channel alone is no reason to stay
process.exitCode = await run(process.argv.slice(2))
