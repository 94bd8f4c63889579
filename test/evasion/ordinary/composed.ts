// Letters that real programs compose on this machine: nodemailer, Python's email, Perl's MIME modules, PHP's mail(), mutt, s-nail, mpack, mime-construct, swaks.
// What is not installed gives no letters and is named. A local program hands over lines with LF; the mail server makes them CRLF, and so is done here.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  asLine,
  byLines,
  byNodemailer,
  bySendmail,
  type Composer,
  DOCUMENTS,
  paths,
  run,
  SENDMAIL,
  SUPPORT,
} from './compose.ts'
import { letterOf } from './letters.ts'

const perl = (module: string, count: number): Composer => ({
  program: module,
  count,
  probe: ['perl', `-M${module}`, '-MJSON::PP', '-e1'],
  compose: (letters) => byLines(['perl', join(SUPPORT, 'compose.pl'), module], letters),
})

export const COMPOSERS: Composer[] = [
  { program: 'nodemailer', count: 150, probe: ['true'], compose: byNodemailer },
  {
    program: 'Python email',
    count: 150,
    probe: ['python3', '--version'],
    compose: (letters) => byLines(['python3', join(SUPPORT, 'compose.py')], letters),
  },
  perl('MIME::Lite', 60),
  perl('MIME::Entity', 60),
  perl('Email::MIME', 40),
  {
    program: 'PHP mail()',
    count: 40,
    probe: ['php', '--version'],
    compose: (letters, folder) => {
      const sendmail = join(folder, 'sendmail')
      writeFileSync(sendmail, SENDMAIL, { mode: 0o755 })
      const out = (number: number): string => join(folder, `php-${number}.eml`)
      run(
        ['php', '-d', `sendmail_path=${sendmail}`, '-d', 'mail.add_x_header=1', join(SUPPORT, 'compose.php')],
        letters.map((letter, number) => `${asLine(letter, number, out(number))}\n`).join(''),
      )
      return letters.map((_, number) => readFileSync(out(number)))
    },
  },
  {
    program: 'mutt',
    count: 30,
    probe: ['mutt', '-v'],
    compose: (letters, folder) =>
      bySendmail(
        (letter, sendmail) => [
          ...[
            'mutt',
            '-F',
            '/dev/null',
            '-e',
            `set sendmail="${sendmail}" copy=no use_from=yes envelope_from=no from="${letter.from.address}" charset="utf-8" send_charset="us-ascii:utf-8"`,
          ],
          ...[
            '-s',
            letter.subject || '-',
            ...paths(letter).flatMap((path) => ['-a', path]),
            '--',
            letter.to[0]!.address,
          ],
        ],
        letters,
        folder,
      ),
  },
  {
    program: 's-nail',
    count: 30,
    probe: ['s-nail', '--version'],
    compose: (letters, folder) =>
      bySendmail(
        (letter, sendmail) => [
          ...[
            's-nail',
            '-n',
            '-S',
            'v15-compat',
            '-S',
            `mta=${sendmail}`,
            '-S',
            'sendwait',
            '-S',
            'ttycharset=utf-8',
            '-S',
            'sendcharsets=utf-8',
            '-S',
            `from=${letter.from.address}`,
          ],
          ...['-s', letter.subject || '-', ...paths(letter).flatMap((path) => ['-a', path]), letter.to[0]!.address],
        ],
        letters,
        folder,
      ),
  },
  {
    program: 'mpack',
    count: 20,
    probe: ['which', 'mpack'],
    compose: (letters, folder) =>
      letters.map((letter, number) => {
        const out = join(folder, `mpack-${number}.eml`)
        run(
          ['mpack', '-s', letter.subject || '-', '-o', out, paths(letter)[0] ?? join(DOCUMENTS, 'bao-cao-58.docx')],
          '',
        )
        return Buffer.concat([
          Buffer.from(`From: ${letter.from.address}\nTo: ${letter.to[0]!.address}\n`),
          readFileSync(out),
        ])
      }),
  },
  {
    program: 'mime-construct',
    count: 20,
    probe: ['which', 'mime-construct'],
    compose: (letters) =>
      letters.map((letter) => {
        const files = letter.files.flatMap(({ file, type }) => [
          '--attachment',
          file,
          '--type',
          type,
          '--file',
          join(DOCUMENTS, file),
        ])
        return run(
          [
            'mime-construct',
            '--output',
            '--header',
            `From: ${letter.from.address}`,
            '--to',
            letter.to[0]!.address,
            '--subject',
            'Gui tai lieu',
            '--type',
            'text/plain; charset=utf-8',
            '--string',
            letter.text,
            ...files,
          ],
          '',
        )
      }),
  },
  {
    program: 'swaks',
    count: 20,
    probe: ['which', 'swaks'],
    compose: (letters) =>
      letters.map((letter) => {
        const files = letter.files.flatMap(({ file, type }) => [
          '--attach-type',
          type,
          '--attach',
          `@${join(DOCUMENTS, file)}`,
        ])
        const dumped = run(
          [
            'swaks',
            '--server',
            '127.0.0.1',
            '--from',
            letter.from.address,
            '--to',
            letter.to[0]!.address,
            '--h-Subject',
            'Gui tai lieu',
            '--body',
            letter.text,
            ...files,
            '--dump-mail',
          ],
          '',
        )
        // The last CR belongs to the dot line of the dialogue, which is not dumped.
        return dumped.at(-1) === 0x0d ? dumped.subarray(0, -1) : dumped
      }),
  },
]

/** Every program that is there composes its letters; the others are named. */
export async function composeAll(): Promise<{ made: { program: string; message: Buffer }[]; missing: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'congthu-composed-'))
  const made: { program: string; message: Buffer }[] = []
  const missing: string[] = []
  try {
    for (const { program, count, probe, compose } of COMPOSERS) {
      if (spawnSync(probe[0]!, probe.slice(1)).status !== 0) {
        missing.push(program)
        continue
      }
      const letters = Array.from({ length: count }, (_, number) => letterOf(program, number))
      for (const message of await compose(letters, folder)) made.push({ program, message: withCrlf(message) })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { made, missing }
}

function withCrlf(message: Buffer): Buffer {
  return Buffer.from(message.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
}
