// The real reading process: messages from memory and from scratch files, lone files, and a new context.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReadingPool } from '../../src/inspect/pool.ts'
import { createPool } from '../../src/inspect/pool.ts'
import { readMessage } from '../../src/message/read.ts'
import { context, NOW } from '../support/reading.ts'
import { buildOoxml, buildZip, DOCX_TYPE } from '../support/zip-builder.ts'

const MESSAGE = Buffer.from(
  [
    'From: a.cangio@tphcm.gov.vn',
    'Subject: x',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    '.một dòng bắt đầu bằng dấu chấm',
    '--b',
    'Content-Type: application/octet-stream; name=a.docx',
    'Content-Transfer-Encoding: base64',
    '',
    buildOoxml(DOCX_TYPE).toString('base64'),
    '--b--',
    '',
  ].join('\r\n'),
)
const STUFFED = Buffer.from(MESSAGE.toString('latin1').replaceAll('\r\n.', '\r\n..'), 'latin1')

let folder: string
let pool: ReadingPool
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'congthu-child-'))
  pool = createPool(context(), { processes: 1, seconds: 20, memoryMiB: 700 })
})
afterAll(async () => {
  await pool.close()
  rmSync(folder, { recursive: true })
})

function file(name: string, bytes: Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test('a message gives the same facts from memory, from a scratch file, and still dot-stuffed', async () => {
  const whole = await readMessage(MESSAGE, context(), NOW)
  const expected = {
    ...whole,
    texts: whole.texts.map((text) => ({ ...text, text: '', truncated: true })),
    attachments: whole.attachments.map((each) => ({ ...each, text: null, texts: null })),
  }
  expect(whole.texts).toMatchObject([{ type: 'text/plain' }])
  expect(expected.attachments).toMatchObject([{ kind: 'docx' }])
  const source = { bytes: MESSAGE, file: null, size: MESSAGE.length, stuffed: false }
  expect(await pool.readMessage(source, NOW)).toEqual(expected)
  expect(await pool.readMessage({ ...source, bytes: STUFFED, stuffed: true }, NOW)).toEqual(expected)
  const path = file('scratch', STUFFED)
  expect(await pool.readMessage({ bytes: null, file: path, size: STUFFED.length, stuffed: true }, NOW)).toEqual(
    expected,
  )
})

test('a lone file is a message when its content is one, with the line ends of Unix too', async () => {
  const unix = file('thu.txt', Buffer.from(MESSAGE.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))
  expect(await pool.readFile(unix, NOW)).toMatchObject({
    type: 'message',
    gate: { ok: true },
    attachments: [{ kind: 'docx' }],
  })
  const zip = buildZip([{ name: 'thu.eml', bytes: MESSAGE }])
  expect(await pool.readFile(file('a.bin', zip), NOW)).toMatchObject({
    type: 'document',
    name: 'a.bin',
    kind: 'zip',
    children: [{ kind: 'eml', children: [{ kind: 'docx' }] }],
  })
})

test('a file that is not there is our failure, not a fact', async () => {
  const source = { bytes: null, file: join(folder, 'gone'), size: 1, stuffed: true }
  await expect(pool.readMessage(source, NOW)).rejects.toThrow('ENOENT')
  await expect(pool.readFile(join(folder, 'gone'), NOW)).rejects.toThrow('ENOENT')
})

test('a new context is read by from then on', async () => {
  pool.setContext(context({ parts: 2 }))
  const facts = await pool.readMessage({ bytes: MESSAGE, file: null, size: MESSAGE.length, stuffed: false }, NOW)
  expect(facts.reasons).toEqual(['count-limit'])
})
