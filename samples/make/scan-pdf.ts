// A PDF of one page that is nothing but a picture, as a document scanner makes it (ISO 32000-1, 8.9.5; DCTDecode).
import { type PdfObject, writePdf } from './pdf-writer.ts'

/** Width, height and components of a baseline or progressive JPEG, from its SOF segment (ITU-T T.81, B.2.2). */
function jpegSize(jpeg: Buffer): { width: number; height: number; components: number } {
  let at = 2
  while (at + 9 < jpeg.length) {
    const marker = jpeg[at + 1]!
    if (marker >= 0xc0 && marker <= 0xc2) {
      return { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7), components: jpeg[at + 9]! }
    }
    at += 2 + jpeg.readUInt16BE(at + 2)
  }
  throw new Error('no SOF segment in the JPEG')
}

/** The objects of the file, from 1, each as the pieces it is made of. */
function pageObjects(jpeg: Buffer): PdfObject[] {
  const { width, height, components } = jpegSize(jpeg)
  const space = components === 1 ? '/DeviceGray' : '/DeviceRGB'
  const content = 'q 595 0 0 842 0 0 cm /Im0 Do Q'
  const page = '/MediaBox [0 0 595 842] /Resources << /XObject << /Im0 4 0 R >> >> /Contents 5 0 R'
  const image = `/Subtype /Image /Width ${width} /Height ${height} /ColorSpace ${space} /BitsPerComponent 8`
  return [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [`<< /Type /Page /Parent 2 0 R ${page} >>`],
    [`<< /Type /XObject ${image} /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`, jpeg, '\nendstream'],
    [`<< /Length ${content.length} >>\nstream\n${content}\nendstream`],
    ['<< /Producer (MAU THU NGHIEM - may quet gia dinh) >>'],
  ]
}

/** An A4 page filled by the picture. */
export const imagePdf = (jpeg: Buffer): Buffer => writePdf(pageObjects(jpeg))
