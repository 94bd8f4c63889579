#!/usr/bin/env node
// Starts src/main.ts with the Node that came with the project, because the one on the machine may be older.
// Plain JavaScript on purpose: an old Node must be able to run this file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'main.ts')
const args = process.argv.slice(2)
/**
 * Megabytes of the young generation. Buffers of mail count against the old one until a young collection frees them; with
 * V8's own 16 MB those come so seldom that large mail forces whole collections, and small mail waits for each.
 */
const OPTIONS = ['--max-semi-space-size=2']
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 24 || (major === 24 && minor >= 12)) {
  // In place of this process, so that signals and the pid stay as they are.
  const instead = args[0] === 'serve' && !process.channel && process.execve
  if (instead) process.execve(process.execPath, [process.execPath, ...OPTIONS, main, ...args], process.env)
  await import(main)
} else {
  const node = bundledNode()
  if (node === null) {
    console.error(
      `congthu: cần Node.js 24.12 trở lên, máy có ${process.version}; hãy chạy "npm ci" trong thư mục dự án.`,
    )
    console.error(
      `congthu: needs Node.js 24.12 or newer, found ${process.version}; run "npm ci" in the project folder.`,
    )
    process.exit(69)
  }
  // The channel tells the gateway when this launcher is gone, so that it never lives on unseen.
  const child = spawn(node, [...OPTIONS, main, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`congthu: ${error.message}`)
    process.exit(69)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${process.platform}-${process.arch}/package.json`)
    const node = join(dirname(manifest), 'bin', 'node')
    return existsSync(node) ? node : null
  } catch {
    return null
  }
}
