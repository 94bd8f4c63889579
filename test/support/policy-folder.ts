// Makes a small policy of two fictional rules in a scratch folder, for tests of the loader.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Rule, RuleMessage } from '../../src/rules/rule.ts'

function message(outcome: 'violated' | 'undetermined'): RuleMessage {
  const sentence = () => ({ vi: 'câu', en: 'sentence' })
  return { outcome, short: () => 'câu', say: sentence, remedy: sentence }
}

function rule(id: string, messages: Rule['messages'], parameters: Rule['parameters']): Rule {
  return { id, title: { vi: id, en: id }, messages, parameters, find: () => [] }
}

/** Two rules: one with all kinds of parameters and both outcomes, one with neither parameters nor `undetermined`. */
export const FICTIONAL_RULES: Rule[] = [
  rule(
    'art1-paper',
    { 'no-paper': message('violated'), 'paper-unread': message('undetermined') },
    {
      lists: { type: 'strings', default: ['tu-thu'], en: 'word lists' },
      strict: { type: 'boolean', default: true, en: 'strict' },
      pages: { type: 'integer', default: 3, min: 1, max: 9, vi: 'trang', en: 'pages' },
    },
  ),
  rule('art2-ink', { 'red-ink': message('violated') }, {}),
]

const REGULATION = `<!-- a test's regulation,
over two lines -->

# QUY CHẾ THỬ

## Điều 1. Giấy

### 1.1

1. Mỗi thư phải có giấy,
không trừ ai.

### 1.2

2. Giấy màu trắng.

## Điều 2.

### 2

Không dùng mực đỏ.

## Nơi nhận:

- Lưu.
`

/** The files of a policy that loads; a test changes one and sees the loader refuse it. */
export const GOOD_FILES: Readonly<Record<string, string>> = {
  'quy-che-1713.md': REGULATION,
  'art1-paper.yaml': `# Rule one
rule: art1-paper
clause: '1.1'
quote: phải có giấy, không trừ ai
mode: enforce
actions:
  violated: tag
  undetermined: reject
  messages: { no-paper: reject }
parameters:
  pages: 5
exceptions:
  - senders: [Noivu.CanGio@tphcm.gov.vn]
    recipients: ['@example.gov.vn']
    messages: [no-paper]
    until: 2026-12-31
    reason: đang chuyển hệ thống
    paper: 12/TB-VP ngày 02/01/2026
`,
  'art2-ink.yaml': `rule: art2-ink
clause: '2'
quote: Không dùng mực đỏ.
mode: observe
actions: { violated: tag }
`,
  'site/units.yaml': `domain: TPHCM.gov.vn
suffix: .CanGio
boxes: [CanGio@tphcm.gov.vn]
officialDomains: [tphcm.gov.vn]
intakeBoxes: [cangio@tphcm.gov.vn]
units:
  - { id: noi-vu, name: Phòng Nội vụ, certificateNames: [Phòng Nội vụ], boxes: [noivu.CANGIO@tphcm.gov.vn] }
`,
  'site/secrecy.yaml': `degrees: [{ degree: mật, codes: [C], suffixes: [-M] }]
marks: [{ line: tài liệu thu hồi, rest: nothing, degree: mật, strength: weak }]
law: [{ from: 2020-07-01, vi: luật cũ, en: old law }, { from: 2026-03-01, vi: luật mới, en: new law }]
`,
  'site/not-enforced.yaml': `- { clause: '1.2', vi: ngoài thư, en: outside mail }\n`,
  'site/words/tu-thu.yaml': `list: tu-thu
vi: từ thử
en: trial words
accents: true
phrases: [khuyến mãi, giảm giá]
`,
  'site/trust/roots.yaml': `- sha256: ${'AB:'.repeat(31)}AB\n  name: RootCA MẪU THỬ NGHIỆM\n`,
}

/** Writes the files (null leaves one out) into a new scratch folder; `remove` takes it away. */
export function policyFolder(changes: Record<string, string | Uint8Array | null> = {}): {
  directory: string
  remove(): void
} {
  const directory = mkdtempSync(join(tmpdir(), 'congthu-policy-'))
  for (const [name, content] of Object.entries({ ...GOOD_FILES, ...changes })) {
    if (content === null) continue
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), content)
  }
  return { directory, remove: () => rmSync(directory, { recursive: true }) }
}
