// What stands on the master or the layout of a presentation stands on its slides; prompts of placeholders do not.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { writeByOffice } from '../../support/office-files.ts'
import { read } from '../../support/reading.ts'
import { flatShow } from '../../support/text-places.ts'
import { buildZip } from '../../support/zip-builder.ts'

const NS =
  'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
const shape = (text: string, placeholder = '') =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="a"/><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`
const part = (root: string, ...shapes: string[]) =>
  `<p:${root} ${NS}><p:cSld><p:spTree>${shapes.join('')}</p:spTree></p:cSld></p:${root}>`
const TYPE = 'application/vnd.openxmlformats-officedocument.presentationml'

test('a mark on the master is found, and prompts are no words', async () => {
  const types = (
    ['presentation.xml', 'slides/slide1.xml', 'slideMasters/slideMaster1.xml', 'slideLayouts/slideLayout1.xml'] as const
  )
    .map(
      (name, index) =>
        `<Override PartName="/ppt/${name}" ContentType="${TYPE}.${['presentation.main', 'slide', 'slideMaster', 'slideLayout'][index]}+xml"/>`,
    )
    .join('')
  const document = await read(
    buildZip([
      {
        name: '[Content_Types].xml',
        bytes: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types}</Types>`,
      },
      { name: 'ppt/presentation.xml', bytes: `<p:presentation ${NS}/>` },
      { name: 'ppt/slides/slide1.xml', bytes: part('sld', shape('Phương án mẫu', '<p:ph type="title"/>')) },
      {
        name: 'ppt/slideMasters/slideMaster1.xml',
        bytes: part('sldMaster', shape('Bấm để sửa', '<p:ph type="title"/>'), shape('TỐI MẬT')),
      },
      {
        name: 'ppt/slideLayouts/slideLayout1.xml',
        bytes: part('sldLayout', shape('Bấm để sửa', '<p:ph idx="1"/>'), shape('MẪU THỬ NGHIỆM')),
      },
    ]),
    'chieu.pptx',
  )
  const words = document.texts!.map(({ text }) => text.trim()).filter((text) => text !== '')
  expect(words.sort()).toEqual(['MẪU THỬ NGHIỆM', 'Phương án mẫu', 'TỐI MẬT'])
  expect(document.secrecy).toMatchObject({ degree: 'tối mật', places: [{ strength: 'strong', text: 'TỐI MẬT' }] })
})

const box = (text: string) =>
  `<draw:frame svg:x="1cm" svg:y="1cm" svg:width="9cm" svg:height="2cm"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`
const made = writeByOffice((folder) => {
  const path = join(folder, 'a.fodp')
  const master = `<style:master-page style:name="M" style:page-layout-name="pm">${box('TỐI MẬT')}</style:master-page>`
  const page = `<draw:page draw:name="p" draw:master-page-name="M">${box('Phương án mẫu')}</draw:page>`
  writeFileSync(path, flatShow(page, '', '', master))
  return [{ factory: pathToFileURL(path).href, filter: 'MS PowerPoint 97', name: 'a.ppt' }]
})
test.skipIf(made === null)('a mark on the master of a .ppt by LibreOffice', async () => {
  const { texts, secrecy } = await read(made!.get('a.ppt')!, 'a.ppt')
  const words = texts!.filter(({ where }) => where === 'slide').map(({ text }) => text.trim())
  expect(words.sort()).toEqual(['Phương án mẫu', 'TỐI MẬT'])
  expect(secrecy!.degree).toBe('tối mật')
})
