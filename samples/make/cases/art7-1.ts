// 7.1: papers for reference to users of other mail systems; only observed.
import { document, signed } from '../files.ts'
import { city, outside } from '../people.ts'
import { anywhere, because, type Sample, samplesOf } from '../sample.ts'

const RULE = 'art7-1-other-mail-systems'
const make = samplesOf(RULE)
const content = {
  subject: 'Giấy mời số 12/GM-VP dự hội nghị',
  text: 'Kính gửi Quý đơn vị,\n\nVăn phòng gửi giấy mời dự hội nghị.\n\nTrân trọng.',
}

export const samples: Sample[] = [
  make(
    'ban-quet-gui-cong-ty',
    because('Bản quét giấy mời gửi đến hộp thư của công ty.', 'A scanned invitation goes to a firm’s box.'),
    'pass',
    [anywhere(RULE, 'document-outside')],
    { ...content, by: 'zimbra', to: [outside.company], files: () => [document('giay-moi-12-scan.pdf')] },
  ),
  make(
    'dat-ban-quet-gui-so',
    because('Cùng bản quét gửi trong hệ thống thư thành phố.', 'The same scan stays within the city’s mail system.'),
    'pass',
    [],
    { ...content, by: 'zimbra', to: [city.department], files: () => [document('giay-moi-12-scan.pdf')] },
  ),
  make(
    'dat-pdf-da-ky-gui-cong-ty',
    because(
      'PDF đã ký số của đơn vị được gửi đi mọi nơi (7.4.a).',
      'A PDF signed by the unit may go anywhere (7.4.a).',
    ),
    'pass',
    [],
    { ...content, by: 'outlook', to: [outside.company], files: () => [signed('giay-moi-12.pdf', 'van-phong')] },
  ),
]
