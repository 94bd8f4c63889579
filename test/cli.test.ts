// The commands as a user calls them: exit statuses, the JSON contract, and what bad input gets.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { congthu, ROOT } from './support/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'congthu-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))

const OFFICIAL = 'an.cangio@tphcm.gov.vn'

function mail(name: string, header: string, body: string): string {
  const file = join(folder, name)
  writeFileSync(file, `From: An <${OFFICIAL}>\r\nTo: binh.cangio@tphcm.gov.vn\r\n${header}\r\n\r\n${body}\r\n`)
  return file
}

const passing = mail('pass.eml', 'Subject: Lich hop giao ban', 'Kinh gui cac phong ban.')
const rejected = mail('reject.eml', 'Subject: =?UTF-8?B?W03huqxUXSBCw6FvIGPDoW8=?=', 'Kinh gui.') // [MẬT] Báo cáo

test('no command, an unknown command, an unknown option: usage and 64', async () => {
  for (const args of [[], ['chek'], ['check', '--quick', passing], ['check'], ['policy', 'try']]) {
    const { status, stderr, stdout } = await congthu(...args)
    expect([args, status]).toEqual([args, 64])
    expect(stderr + stdout).toContain('Usage: congthu')
    expect(stderr).not.toMatch(/\n\s+at /)
  }
})

test('check: 0 pass, 2 reject, the worst of several files', async () => {
  expect((await congthu('check', passing)).status).toBe(0)
  const both = await congthu('check', passing, rejected)
  expect(both.status).toBe(2)
  expect(both.stdout).toContain('TỪ CHỐI')
  expect(both.stdout).toContain('art8-state-secret/mark-strong')
})

test('check: a document in place of a mail is told so', async () => {
  const { status, stderr } = await congthu('check', 'samples/documents/cong-van-126.docx')
  expect(status).toBe(64)
  expect(stderr).toContain('inspect')
})

test('check of a folder: says which command judges one', async () => {
  const { status, stderr } = await congthu('check', 'samples')
  expect(status).toBe(64)
  expect(stderr).toContain('policy try')
})

test('check --at: a day alone will do', async () => {
  expect((await congthu('check', '--at', '2026-12-01', passing)).status).toBe(0)
  expect((await congthu('check', '--at', '01/12/2026', passing)).status).toBe(64)
})

test('check --json: one object a line with the fields of the contract, nothing else on stdout', async () => {
  const { stdout, stderr } = await congthu('check', '--json', '--at', '2026-03-02T08:00:00+07:00', passing, rejected)
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(stderr).toBe('')
  expect(lines.map(({ action }) => action)).toEqual(['pass', 'reject'])
  for (const line of lines) expect(Object.keys(line)).toEqual(['file', 'action', 'reply', 'code', 'findings', 'ms'])
  const { findings, reply, code } = lines[1]
  expect(code).toBeNull()
  expect(reply).toMatch(/^554 5\.7\.1 \[8 art8-state-secret\] [\x20-\x7e]+$/)
  expect(Object.keys(findings[0])).toEqual([
    'rule',
    'clause',
    'outcome',
    'message',
    'mode',
    'action',
    'at',
    'data',
    'vi',
    'en',
  ])
})

test('check with an envelope: the sender of the envelope counts', async () => {
  const { status, stdout } = await congthu('check', '--json', '--from', 'an@gmail.example', '--to', OFFICIAL, passing)
  expect(status).toBe(2)
  expect(JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule)).toContain('art3-sender-address')
})

test('an .eml with Unix line ends is read as mail', async () => {
  const file = join(folder, 'unix.eml')
  writeFileSync(file, readFileSync(passing, 'latin1').replaceAll('\r\n', '\n'), 'latin1')
  expect((await congthu('check', file)).status).toBe(0)
})

test('a file that is not there: 75 and why; the others are still judged', async () => {
  const { status, stdout, stderr } = await congthu('check', '--json', join(folder, 'none.eml'), passing)
  expect(status).toBe(75)
  expect(stderr).toContain('ENOENT')
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).action),
  ).toEqual([null, 'pass'])
})

test('a wrong time is a mistake of use', async () => {
  const { status, stderr } = await congthu('check', '--at', 'yesterday', passing)
  expect(status).toBe(64)
  expect(stderr).toContain('ISO 8601')
})

test('inspect --json: a message and a document, no judgement', async () => {
  const pdf = join(ROOT, 'samples', 'documents', 'cong-van-126.pdf')
  const { status, stdout } = await congthu('inspect', '--json', passing, pdf)
  expect(status).toBe(0)
  const [message, document] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(message).toMatchObject({ type: 'message', subject: 'Lich hop giao ban', attachments: [] })
  expect(message.from[0].address).toBe(OFFICIAL)
  expect(document).toMatchObject({ type: 'document', kind: 'pdf', editable: false, integrity: 'unsigned' })
})

test('explain: a clause, an unknown word', async () => {
  const clause = await congthu('explain', '7.3.a')
  expect(clause.stdout).toContain('phải có thêm bản định dạng PDF')
  expect(clause.stdout).toContain('art7-3a-signed-pdf')
  expect((await congthu('explain', 'nonsense-word')).status).toBe(64)
})

test('policy: check and list; a mistake names file, line and column, and nothing starts', async () => {
  expect((await congthu('policy', 'check')).status).toBe(0)
  expect((await congthu('policy', 'list')).stdout.match(/^\S+ +art|^\S+ +unreadable/gm)!.length).toBe(12)
  const broken = join(folder, 'policies')
  cpSync(join(ROOT, 'policies'), broken, { recursive: true })
  const file = join(broken, 'art8-malware.yaml')
  const text = readFileSync(file, 'utf8').replace(/^mode: enforce/m, 'mode: enforced')
  writeFileSync(file, text)
  const line = text.split('\n').indexOf('mode: enforced') + 1
  const place = `art8-malware.yaml:${line}:7`
  const checked = await congthu('policy', 'check', '--policies', broken)
  expect(checked.status).toBe(78)
  expect(checked.stderr).toContain(place)
  const served = await congthu('serve', '--policies', broken, '--listen', '127.0.0.1:0')
  expect(served.status).toBe(78)
  expect(served.stderr).toContain(place)
})

test('a public listener without a client list does not start', async () => {
  const { status, stderr } = await congthu('serve', '--listen', '0.0.0.0:0')
  expect(status).toBe(78)
  expect(stderr).toContain('clients')
})

test('policy try: what each rule did, and would do were it enforced', async () => {
  const folder = 'samples/art7-2-personal-use'
  const tried = await congthu('policy', 'try', folder, '--site', 'samples/site')
  expect(tried.status).toBe(0)
  expect(tried.stdout).toMatch(/^2 thư/)
  expect(tried.stdout).toContain('art7-2-personal-use/private-likely (observe)')
  expect(tried.stdout).toContain('if enforced')
  expect(tried.stdout).toMatch(/hop-lop-gui-gmail\.eml: .*họp lớp/)
  const json = await congthu('policy', 'try', folder, '--site', 'samples/site', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    rule: 'art7-2-personal-use',
    enforced: 'tag',
    now: { pass: 1, tag: 0, reject: 0 },
  })
  expect((await congthu('policy', 'try', 'samples/site')).status).toBe(64)
  expect((await congthu('policy', 'try', 'no-such-folder')).status).toBe(64)
  expect((await congthu('policy', 'try', folder, '--at', 'mai')).status).toBe(64)
})

test('policy try --beside: the mails that a changed policy decides otherwise', async () => {
  const changed = join(folder, 'changed-policies')
  cpSync('policies', changed, { recursive: true })
  const rule = join(changed, 'art7-2-personal-use.yaml')
  writeFileSync(rule, readFileSync(rule, 'utf8').replace('mode: observe', 'mode: enforce'))
  const options = ['--site', 'samples/site', '--beside', changed]
  const { stdout, status } = await congthu('policy', 'try', 'samples/art7-2-personal-use', ...options)
  expect(status).toBe(0)
  expect(stdout).toMatch(/1 thư đổi/)
  expect(stdout).toMatch(/hop-lop-gui-gmail\.eml: .* → /)
  const json = await congthu('policy', 'try', 'samples/art7-2-personal-use', ...options, '--json')
  expect(JSON.parse(json.stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ here: 'pass', beside: 'tag', new: [] })
  writeFileSync(rule, 'rule: x')
  expect((await congthu('policy', 'try', 'samples/art7-2-personal-use', ...options)).status).toBe(78)
})

test('inspect: fonts, colours, encoding and words of a document', async () => {
  const { stdout } = await congthu('inspect', 'samples/documents/cong-van-126.docx')
  expect(stdout).toContain('phông/fonts: Times New Roman 100%')
  expect(stdout).toMatch(/bộ mã\/encoding: unicode-nfc/)
  expect(stdout).toMatch(/văn bản\/text \(nội dung \/ body\): .*ỦY BAN NHÂN DÂN/)
  const json = JSON.parse((await congthu('inspect', '--json', 'samples/documents/cong-van-126.doc')).stdout)
  expect(json).toMatchObject({ kind: 'doc', fonts: [{ name: 'Times New Roman' }], encoding: { form: 'unicode-nfc' } })
  expect(json.text).toContain('126/UBND-VP')
})
