// What the text of a 20-page Vietnamese PDF costs beside pdftotext on the same file in one run: `node test/bench/pdf-text.ts [FILE.pdf]`.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Budget } from '../../src/document/pdf/budget.ts'
import { PdfFile } from '../../src/document/pdf/file.ts'
import { PdfText } from '../../src/document/pdf/text/read.ts'
import { TextCollector } from '../../src/document/text/collect.ts'

const ROUNDS = 20
const WARM_UP = 10
const PARAGRAPHS = 150
const SENTENCES = [
  'Thực hiện Quy chế quản lý, sử dụng thư điện tử công vụ, Ủy ban nhân dân huyện đề nghị Thủ trưởng các cơ quan cử công chức dự tập huấn.',
  'Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng của Quy chế này được thực hiện theo quy định của pháp luật hiện hành.',
  'Kết quả triển khai phần mềm quản lý văn bản: 1.250 văn bản đến, 987 văn bản đi, tỷ lệ xử lý đúng hạn đạt 98,5 %.',
  'Giao Văn phòng chủ trì, phối hợp với Phòng Văn hóa và Thông tin theo dõi, đôn đốc, báo cáo trước ngày 25 hằng tháng.',
]

function make(work: string): string {
  const namespaces = ['office', 'style', 'text'].map(
    (name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  )
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, index) =>
    SENTENCES.map((_sentence, place) => SENTENCES[(index + place) % SENTENCES.length]).join(' '),
  )
  const fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
  const svg = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
  const source = `<?xml version="1.0" encoding="UTF-8"?><office:document ${namespaces.join(' ')} ${fo} ${svg} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="Tinos"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="F" fo:font-size="13.5pt"/></style:default-style></office:styles>
<office:body><office:text>${paragraphs.map((text) => `<text:p>${text}</text:p>`).join('')}</office:text></office:body></office:document>`
  writeFileSync(join(work, 'twenty.fodt'), source)
  const profile = `-env:UserInstallation=${pathToFileURL(join(work, 'profile')).href}`
  execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', 'twenty.fodt'], { cwd: work, stdio: 'ignore' })
  return join(work, 'twenty.pdf')
}

/** CPU ms, user and system, of one reading from bytes to facts. */
function ours(bytes: Buffer): { cpu: number; characters: number; pages: number } {
  const before = process.cpuUsage()
  const deadline = performance.now() + 60_000
  const text = new PdfText(PdfFile.open(bytes, new Budget()), 268_435_456, deadline)
  const collector = new TextCollector(20_000_000, deadline)
  text.read(collector)
  const { texts } = collector.result()
  const { user, system } = process.cpuUsage(before)
  const characters = texts.reduce((sum, each) => sum + each.text.length, 0)
  return { cpu: (user + system) / 1000, characters, pages: text.pages.length }
}

/** The same of pdftotext, as a process of its own. */
function theirs(path: string): number {
  const script = 'TIMEFORMAT="%U %S"; time pdftotext "$0" - >/dev/null'
  const { stderr } = spawnSync('bash', ['-c', script, path], { encoding: 'utf8' })
  return stderr.split(/\s/).reduce((sum, seconds) => sum + Number(seconds) * 1000, 0)
}

const median = (values: number[]): number => values.sort((one, other) => one - other)[values.length >> 1]!

const work = mkdtempSync(join(tmpdir(), 'congthu-bench-'))
try {
  const path = process.argv[2] ?? make(work)
  const bytes = readFileSync(path)
  const rounds = <T>(work: () => T): T[] => Array.from({ length: WARM_UP + ROUNDS }, work).slice(WARM_UP)
  // One after the other: a new process between two readings would take the warmth out of ours.
  const figures = { ours: rounds(() => ours(bytes).cpu), theirs: rounds(() => theirs(path)) }
  const { characters, pages } = ours(bytes)
  console.log(`${pages} pages, ${bytes.length} bytes, ${characters} characters`)
  console.log(`ours      ${median(figures.ours).toFixed(1)} ms CPU, warm`)
  console.log(`pdftotext ${median(figures.theirs).toFixed(1)} ms CPU of its process`)
} finally {
  rmSync(work, { recursive: true, force: true })
}
