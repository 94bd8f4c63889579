// How real programs are made to compose letters: all in one process by lines, or each through a sendmail of ours.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { OrdinaryLetter } from './letters.ts'

export const SUPPORT = join(import.meta.dirname, '..', '..', 'support')
export const DOCUMENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'documents')
/** A sendmail that keeps what it is given. */
export const SENDMAIL = '#!/bin/sh\ncat > "$CONGTHU_OUT"\n'

export interface Composer {
  program: string
  /** Letters that it gives to the set. */
  count: number
  /** What shows that the program is there. */
  probe: string[]
  compose(letters: OrdinaryLetter[], folder: string): Buffer[] | Promise<Buffer[]>
}

export function run(command: string[], input: string, out = ''): Buffer {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', CONGTHU_OUT: out, HOME: tmpdir() }
  const { stdout, stderr, status, error } = spawnSync(command[0]!, command.slice(1), {
    input,
    env,
    maxBuffer: 1 << 30,
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`${command[0]}: ${error?.message ?? stderr.toString().slice(0, 500)}`)
  return stdout
}

export const asLine = (letter: OrdinaryLetter, number: number, out = ''): string =>
  JSON.stringify({
    number,
    out,
    from: letter.from,
    to: letter.to,
    subject: letter.subject,
    text: letter.text,
    files: letter.files.map(({ name, file, type }) => ({ name, type, path: join(DOCUMENTS, file) })),
  })

/** All letters in one process that reads a line and writes a line for each. */
export function byLines(command: string[], letters: OrdinaryLetter[]): Buffer[] {
  const input = letters.map((letter, number) => `${asLine(letter, number)}\n`).join('')
  const lines = run(command, input).toString('latin1').trimEnd().split('\n')
  if (lines.length !== letters.length) throw new Error(`${command.join(' ')}: ${lines.length} of ${letters.length}`)
  return lines.map((line) => Buffer.from(line, 'base64'))
}

/** Each letter by a process of its own, which gives it to a sendmail of ours. */
export function bySendmail(
  command: (letter: OrdinaryLetter, sendmail: string) => string[],
  letters: OrdinaryLetter[],
  folder: string,
): Buffer[] {
  const sendmail = join(folder, 'sendmail')
  writeFileSync(sendmail, SENDMAIL, { mode: 0o755 })
  return letters.map((letter, number) => {
    const out = join(folder, `${number}.eml`)
    run(command(letter, sendmail), letter.text, out)
    return readFileSync(out)
  })
}

export const paths = (letter: OrdinaryLetter): string[] => letter.files.map(({ file }) => join(DOCUMENTS, file))

export async function byNodemailer(letters: OrdinaryLetter[]): Promise<Buffer[]> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const made: Buffer[] = []
  for (const [number, letter] of letters.entries()) {
    const attachments = letter.attachments!.map(({ name, bytes, type }) => ({
      filename: name,
      content: bytes,
      contentType: type,
    }))
    const inline =
      letter.inline === undefined
        ? []
        : [{ filename: letter.inline.name, content: letter.inline.bytes, cid: 'logo@mau.example' }]
    const sent = await transport.sendMail({
      from: letter.from,
      to: letter.to,
      cc: letter.cc ?? [],
      subject: letter.subject,
      text: letter.text,
      ...(number % 2 === 0
        ? { html: `<p>${letter.text.replaceAll('\n', '<br>')}</p><img src="cid:logo@mau.example">` }
        : {}),
      ...(number % 5 === 0
        ? { icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n' } }
        : {}),
      attachments: [...attachments, ...(number % 2 === 0 ? inline : [])],
    })
    made.push(sent.message as Buffer)
  }
  return made
}
