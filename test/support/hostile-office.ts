// Hostile office documents and XML: entities, depth, size, and lists without end.
import { attached, deflated, deflatedRepeat, filled, type HostileCase, type Packed, random, zipOf } from './hostile.ts'
import { DOCX_TYPE } from './zip-builder.ts'

const MB = 1_000_000
const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

function ooxml(name: string, type: string, main: Packed, more: Packed[] = []): Buffer {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main.name}" ContentType="${type}"/></Types>`
  const rels = `<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="${main.name}"/></Relationships>`
  return attached(name, zipOf([deflated('[Content_Types].xml', types), deflated('_rels/.rels', rels), main, ...more]))
}

const docx = (main: Packed, more: Packed[] = []) => ooxml('a.docx', DOCX_TYPE, main, more)
const DOCUMENT = 'word/document.xml'
const EMPTY = deflated(DOCUMENT, `<w:document ${WORD}><w:body/></w:document>`)

function odf(kind: 'text' | 'spreadsheet', content: Packed): Buffer {
  const type = `application/vnd.oasis.opendocument.${kind}`
  const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
  const mimetype = { ...deflated('mimetype', type), packed: Buffer.from(type), method: 0 }
  return attached(
    `a.${kind === 'text' ? 'odt' : 'ods'}`,
    zipOf([mimetype, content, deflated('META-INF/manifest.xml', manifest)]),
  )
}

/** Ten entities, each ten times the one before: 10^9 copies of a word (XML 1.0, 4.4). */
function billionLaughs(root: string, inside = '&l9;'): string {
  const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`)
  return `<?xml version="1.0"?><!DOCTYPE ${root} [<!ENTITY l0 "ha">${entities.join('')}]>${open(root)}${inside}</${root}>`
}

/** One long entity, named very often: quadratic. */
function blowUp(root: string): string {
  return `<?xml version="1.0"?><!DOCTYPE ${root} [<!ENTITY a "${'x'.repeat(100_000)}">]>${open(root)}${'&a;'.repeat(50_000)}</${root}>`
}

function open(root: string): string {
  return root === 'svg' ? '<svg xmlns="http://www.w3.org/2000/svg">' : `<${root} ${WORD}>`
}

function relationships(count: number): Packed {
  const each = Array.from(
    { length: count },
    (_, i) =>
      `<Relationship Id="r${i}" Type="${OFFICE}/hyperlink" Target="http://a.example/${i}" TargetMode="External"/>`,
  )
  return deflated(
    'word/_rels/document.xml.rels',
    `<Relationships xmlns="${RELATIONSHIPS}">${each.join('')}</Relationships>`,
  )
}

/** Cells of numbers that do not repeat, so that they pack only about 1:20, with repeated empty columns. */
function sheet(): Packed {
  const next = random(24)
  const cells = Array.from(
    { length: 20_000 },
    () =>
      `<table:table-cell office:value-type="float" office:value="${next() % 1000}" table:style-name="ce1"><text:p>x</text:p></table:table-cell>`,
  )
  const row = Buffer.from(
    `<table:table-row table:number-rows-repeated="1000000">${cells.join('')}<table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>`,
  )
  return deflatedRepeat(
    'content.xml',
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table>',
    row,
    Math.ceil((28 * MB) / row.length),
    '</table:table></office:spreadsheet></office:body></office:document-content>',
  )
}

const paragraph = filled('<w:p><w:r><w:t>MAU THU NGHIEM</w:t></w:r></w:p>', 47 * 100_000)

export const OFFICE_CASES: HostileCase[] = [
  {
    name: 'docx with a billion laughs',
    make: () => docx(deflated(DOCUMENT, billionLaughs('w:document'))),
    expect: ['damaged'],
  },
  {
    name: 'docx with a billion laughs in its relationships',
    make: () => docx(EMPTY, [deflated('word/_rels/document.xml.rels', billionLaughs('Relationships'))]),
    expect: ['damaged'],
  },
  {
    name: 'docx with an entity of 5 GB',
    make: () => docx(deflated(DOCUMENT, blowUp('w:document'))),
    expect: ['damaged'],
  },
  {
    name: 'docx 200,000 levels deep',
    make: () =>
      docx(
        deflated(DOCUMENT, `<w:document ${WORD}>${'<w:p>'.repeat(200_000)}${'</w:p>'.repeat(200_000)}</w:document>`),
      ),
    expect: ['depth-limit'],
  },
  {
    name: 'docx of 600 MB',
    make: () =>
      docx(deflatedRepeat(DOCUMENT, `<w:document ${WORD}><w:body>`, paragraph, 128, '</w:body></w:document>')),
    expect: ['size-limit'],
  },
  {
    name: 'docx of 250 MB',
    make: () => docx(deflatedRepeat(DOCUMENT, `<w:document ${WORD}><w:body>`, paragraph, 53, '</w:body></w:document>')),
    expect: ['size-limit'],
  },
  {
    name: 'docx, one attribute of 200 MB',
    make: () => docx(deflatedRepeat(DOCUMENT, `<w:document ${WORD} w:a="`, filled('x', MB), 200, '"/>')),
    expect: ['size-limit'],
  },
  {
    name: 'docx, 500,000 attributes',
    make: () =>
      docx(
        deflated(DOCUMENT, `<w:document ${WORD} ${Array.from({ length: 500_000 }, (_, i) => `a${i}=""`).join(' ')}/>`),
      ),
    expect: ['whole'],
  },
  {
    name: 'docx with 60,000 links',
    make: () => docx(EMPTY, [relationships(60_000)]),
    expect: ['damaged'],
  },
  {
    name: 'xlsx with a billion laughs in [Content_Types].xml',
    make: () => attached('a.xlsx', zipOf([deflated('[Content_Types].xml', billionLaughs('Types')), EMPTY])),
    expect: ['damaged'],
  },
  {
    name: 'xlsx with 5,000 sheets',
    make: () =>
      ooxml(
        'a.xlsx',
        SHEET_TYPE,
        deflated('xl/workbook.xml', '<workbook/>'),
        Array.from({ length: 5000 }, (_, i) => deflated(`xl/worksheets/sheet${i}.xml`, '<worksheet/>')),
      ),
    expect: ['whole'],
  },
  {
    name: 'odt with a billion laughs',
    make: () => odf('text', deflated('content.xml', billionLaughs('w:document'))),
    expect: ['damaged'],
  },
  { name: 'ods of 28 MB, ratio about 24', make: () => odf('spreadsheet', sheet()), expect: ['whole'] },
  {
    name: 'svg with a billion laughs',
    make: () => attached('a.svg', Buffer.from(billionLaughs('svg', '<text>&l9;</text>')), 'image/svg+xml'),
    expect: ['whole'],
  },
  {
    name: 'svg with an entity of 5 GB',
    make: () => attached('a.svg', Buffer.from(blowUp('svg')), 'image/svg+xml'),
    expect: ['whole'],
  },
  {
    name: 'xml 1,000,000 levels deep',
    make: () => attached('a.xml', Buffer.from(`<?xml version="1.0"?>${'<a>'.repeat(MB)}`), 'text/xml'),
    expect: ['whole'],
  },
]
