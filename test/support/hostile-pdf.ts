// Hostile PDFs: streams that unpack to much, structures in circles, and very many or very deep objects (ISO 32000-1, 7).
import { constants, deflateSync } from 'node:zlib'
import { attached, filled, type HostileCase } from './hostile.ts'

const MB = 1_000_000
const ZEROS = 0x30

/** zlib data (RFC 1950) of 600 MB; its checksum is wrong, which most readers do not look at. */
function flateBomb(content: Buffer, times: number): Buffer {
  const piece = deflateSync(content, { finishFlush: constants.Z_FULL_FLUSH })
  const rest = Array<Buffer>(times - 1).fill(piece.subarray(2))
  return Buffer.concat([piece, ...rest, Buffer.from([3, 0, 0, 0, 0, 1])])
}

/** A file with a cross-reference table; `trailer` its further entries. Object 1 is the catalogue. */
function pdf(objects: (string | Buffer)[], trailer = ''): Buffer {
  const chunks: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let at = chunks[0]!.length
  for (const [i, object] of objects.entries()) {
    const bytes = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')])
    offsets.push(at)
    at += bytes.length
    chunks.push(bytes)
  }
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join('')}`
  chunks.push(
    Buffer.from(`${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer}>>\nstartxref\n${at}\n%%EOF\n`),
  )
  return Buffer.concat(chunks)
}

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>'
const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>'

function stream(entries: string, bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${bytes.length} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ])
}

/** The catalogue, the pages and page 3 with this as its content (object 4), then the rest. */
function onePage(content: Buffer | string, more: (string | Buffer)[] = [], trailer = ''): Buffer {
  return attached('a.pdf', pdf([CATALOG, PAGES, PAGE, content, ...more], trailer), 'application/pdf')
}

/** A cross-reference stream (7.5.8) alone, that says this of itself. */
function xrefStream(entries: string, bytes: Buffer): Buffer {
  const head = Buffer.from('%PDF-1.7\n')
  const object = Buffer.concat([
    Buffer.from('1 0 obj\n'),
    stream(`/Type /XRef ${entries} /Root 2 0 R`, bytes),
    Buffer.from('\nendobj\n'),
  ])
  return attached(
    'a.pdf',
    Buffer.concat([head, object, Buffer.from(`startxref\n${head.length}\n%%EOF\n`)]),
    'application/pdf',
  )
}

/** The catalogue stands in an object stream (7.5.7), which is a bomb. */
function objectStreamBomb(): Buffer {
  const inside = flateBomb(Buffer.alloc(10 * MB, ZEROS), 60)
  const head = Buffer.from('%PDF-1.7\n')
  const holder = Buffer.concat([
    Buffer.from('3 0 obj\n'),
    stream('/Type /ObjStm /N 1000000 /First 100000000 /Filter /FlateDecode', inside),
    Buffer.from('\nendobj\n'),
  ])
  const at = head.length + holder.length
  const rows = Buffer.alloc(5 * 7)
  const row = (i: number, type: number, offset: number) => {
    rows[i * 7] = type
    rows.writeUInt32BE(offset, i * 7 + 1)
  }
  row(1, 1, at)
  row(2, 2, 3)
  row(3, 1, head.length)
  const table = Buffer.concat([
    Buffer.from('1 0 obj\n'),
    stream('/Type /XRef /Size 5 /W [1 4 2] /Root 2 0 R', rows),
    Buffer.from(`\nendobj\nstartxref\n${at}\n%%EOF\n`),
  ])
  return attached('a.pdf', Buffer.concat([head, holder, table]), 'application/pdf')
}

/** Forms that draw the next one ten times, ten levels deep: 10^10 pictures. */
function nestedForms(): Buffer {
  const forms = Array.from({ length: 10 }, (_, i) =>
    stream(
      `/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F ${i + 6} 0 R >> >>`,
      Buffer.from('/F Do '.repeat(10)),
    ),
  )
  return onePage(stream('', Buffer.from('/F Do')), forms)
}

export const PDF_CASES: HostileCase[] = [
  {
    name: 'PDF, page of 600 MB',
    make: () => onePage(stream('/Filter /FlateDecode', flateBomb(Buffer.alloc(10 * MB, ZEROS), 60))),
    expect: ['size-limit'],
  },
  {
    name: 'PDF, page packed three times over',
    make: () =>
      onePage(
        stream(
          '/Filter [/FlateDecode /FlateDecode /FlateDecode]',
          deflateSync(deflateSync(flateBomb(Buffer.alloc(10 * MB, ZEROS), 60))),
        ),
      ),
    expect: ['size-limit'],
  },
  { name: 'PDF, object stream of 600 MB', make: objectStreamBomb, expect: ['size-limit'] },
  {
    name: 'PDF, cross-reference stream of 600 MB',
    make: () => xrefStream('/Size 100000000 /W [1 4 1] /Filter /FlateDecode', flateBomb(Buffer.alloc(10 * MB, 1), 60)),
    expect: ['size-limit'],
  },
  { name: 'PDF, forms in forms', make: nestedForms, expect: ['whole'] },
  { name: 'PDF, 400,000 objects', make: () => onePage('null', Array<string>(400_000).fill('null')), expect: ['whole'] },
  {
    name: 'PDF, tables in a circle',
    make: () => {
      const file = pdf([CATALOG, PAGES, PAGE, 'null'], '/Prev 0000000000 ')
      const at = file.lastIndexOf('startxref\n') + 10
      const start = file.toString('latin1', at, file.indexOf('\n', at))
      return attached(
        'a.pdf',
        Buffer.from(file.toString('latin1').replace('/Prev 0000000000', `/Prev ${start.padStart(10, '0')}`), 'latin1'),
        'application/pdf',
      )
    },
    expect: ['damaged'],
  },
  {
    name: 'PDF, table of a billion rows',
    make: () =>
      attached(
        'a.pdf',
        Buffer.from(
          `%PDF-1.7\nxref\n0 999999999\n${'0000000000 65535 f \n'.repeat(100_000)}trailer\n<< /Size 999999999 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n`,
        ),
        'application/pdf',
      ),
    expect: ['damaged'],
  },
  {
    name: 'PDF, 1,000 revisions',
    make: () =>
      attached(
        'a.pdf',
        Buffer.concat(Array<Buffer>(1000).fill(pdf([CATALOG, PAGES, PAGE, 'null']))),
        'application/pdf',
      ),
    expect: ['whole'],
  },
  { name: 'PDF, arrays 1,000,000 deep', make: () => onePage('['.repeat(MB)), expect: ['depth-limit'] },
  {
    name: 'PDF, dictionaries 500,000 deep in its catalogue',
    make: () =>
      attached(
        'a.pdf',
        pdf([`<< /Type /Catalog /Pages 2 0 R /A ${'<< /A '.repeat(500_000)}`, PAGES, PAGE]),
        'application/pdf',
      ),
    expect: ['depth-limit'],
  },
  {
    name: 'PDF, page tree in a circle',
    make: () =>
      attached('a.pdf', pdf([CATALOG, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>']), 'application/pdf'),
    expect: ['damaged'],
  },
  { name: 'PDF, references in a circle', make: () => onePage('5 0 R', ['6 0 R', '5 0 R']), expect: ['whole'] },
  {
    name: 'PDF, 20 MB of (',
    make: () => attached('a.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), filled('(', 20 * MB)]), 'application/pdf'),
    expect: ['damaged'],
  },
  {
    name: 'PDF, 20 MB of startxref',
    make: () =>
      attached(
        'a.pdf',
        Buffer.concat([Buffer.from('%PDF-1.7\n'), filled('startxref\n9\n%%EOF\n', 20 * MB)]),
        'application/pdf',
      ),
    expect: ['damaged'],
  },
  {
    name: 'PDF, 20 MB of obj',
    make: () =>
      attached(
        'a.pdf',
        Buffer.concat([Buffer.from('%PDF-1.7\n'), filled('1 0 obj << /ByteRange [', 20 * MB)]),
        'application/pdf',
      ),
    expect: ['damaged'],
  },
  {
    name: 'PDF, 50,000 actions of JavaScript',
    make: () => onePage('null', Array<string>(50_000).fill('<< /S /JavaScript /JS (x) /Next 5 0 R >>')),
    expect: ['whole'],
  },
]
