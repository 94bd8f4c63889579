// 7.3.a: editable files with the PDF version that the unit signed, in the shapes and names that people use.
import { attachment, bytesOf, document, signed, signedBytes } from '../files.ts'
import type { Attachment } from '../letter.ts'
import { because, type Sample } from '../sample.ts'
import { zip } from '../zip.ts'
import { pair, sample } from './art7-3a-letter.ts'

export const samples: Sample[] = [
  sample(
    'dat-adbe',
    because(
      'Word kèm PDF do đơn vị ký (adbe.pkcs7.detached).',
      'A Word file with a PDF signed by the unit (adbe.pkcs7.detached).',
    ),
    'exchange',
    'pass',
    [],
    pair(() => signed('cong-van-126.pdf', 'van-phong', 'cong-van-126.pdf', { subFilter: 'adbe.pkcs7.detached' })),
  ),
  sample(
    'dat-cades-signed-pdf',
    because(
      'Word kèm PDF ký ETSI.CAdES.detached, tên có hậu tố .signed.',
      'A PDF signed as ETSI.CAdES.detached, named *.signed.pdf.',
    ),
    'thunderbird',
    'pass',
    [],
    () => [
      document('cong-van-126.docx', 'Công văn 126.docx'),
      signed('cong-van-126.pdf', 'van-phong', 'Công văn 126.signed.pdf', { subFilter: 'ETSI.CAdES.detached' }),
    ],
  ),
  sample(
    'dat-con-dau-hien',
    because('PDF ký số có hình con dấu đỏ.', 'A signed PDF with a visible red seal.'),
    'outlook',
    'pass',
    [],
    pair(() => signed('cong-van-126.pdf', 'van-phong', 'cong-van-126_signed.pdf', { visible: true })),
  ),
  sample(
    'dat-zip-docx-va-pdf',
    because('Tệp zip chứa cả Word và bản PDF đã ký của nó.', 'A zip with a Word file and its signed PDF.'),
    'zimbra',
    'pass',
    [],
    () => [zipped()],
  ),
  sample(
    'dat-ten-nfd',
    because(
      'Apple Mail gửi tên tệp dạng NFD; vẫn ghép đúng cặp.',
      'Apple Mail sends names in decomposed Unicode; the pair is found all the same.',
    ),
    'apple',
    'pass',
    [],
    () => [
      document('ke-hoach-31.docx', 'Kế hoạch chuyển đổi số 2026.docx'),
      document('bao-cao-58.docx', 'Báo cáo quý I.docx'),
      signed('ke-hoach-31.pdf', 'noi-vu', 'Kế hoạch chuyển đổi số 2026.pdf'),
      signed('bao-cao-58.pdf', 'van-phong', 'Báo cáo quý I.pdf'),
    ],
  ),
  sample(
    'dat-ten-khac-nhau',
    because(
      'Một Word và một PDF đã ký, tên khác nhau: hiểu là một cặp.',
      'One Word file and one signed PDF of another name are taken as a pair.',
    ),
    'gmail',
    'pass',
    [],
    () => [document('cong-van-126.docx'), signed('cong-van-126.pdf', 'van-phong', 'VB phát hành.pdf')],
  ),
  sample(
    'dat-ten-khong-dau',
    because(
      'Tên Word có dấu, tên PDF không dấu và thêm _signed.',
      'The PDF has the same name without accents and with _signed.',
    ),
    'roundcube',
    'pass',
    [],
    () => [
      document('bang-tong-hop-thiet-bi.xlsx', 'Bảng tổng hợp thiết bị.xlsx'),
      document('to-trinh-77.docx', 'Tờ trình 77.docx'),
      signed('bang-tong-hop-thiet-bi.pdf', 'tai-chinh', 'Bang tong hop thiet bi_signed.pdf'),
      signed('to-trinh-77.pdf', 'van-phong', 'To trinh 77_signed.pdf'),
    ],
  ),
]

async function zipped(): Promise<Attachment> {
  const pdf = await signedBytes('ke-hoach-31.pdf', 'van-phong')
  return attachment(
    'ke-hoach-31.zip',
    zip([
      { name: 'ke-hoach-31.docx', bytes: bytesOf('ke-hoach-31.docx') },
      { name: 'ke-hoach-31.pdf', bytes: pdf },
    ]),
  )
}
