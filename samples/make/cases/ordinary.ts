// Mail of every day that no rule may touch: letters of people.
import { document, signed } from '../files.ts'
import { leaf, message, words } from '../mail.ts'
import { city, mailbox, office, outside } from '../people.ts'
import { because, byHand, type Content, type Sample, samplesOf } from '../sample.ts'

const RULE = 'ordinary'
const make = samplesOf(RULE)
const pass = (name: string, vi: string, en: string, content: Content): Sample =>
  make(name, because(vi, en), 'pass', [], content)

const REPLY = `Kính gửi anh Mẫu,

Phòng đã nhận và thống nhất nội dung. Đề nghị gửi danh sách trước 16 giờ chiều nay.

Trần Thị Thử
ĐT: (028) 0000 0000

Vào 02/03/2026 07:45, Nguyễn Văn Mẫu đã viết:
> Kính gửi chị Thử,
>
> Đề nghị Phòng cho ý kiến về dự thảo kế hoạch chuyển đổi số năm 2026.
>> Trước đó: số liệu quý IV đã gửi ngày 15/01/2026.
>
> Trân trọng.`

const letters: Sample[] = [
  pass('thunderbird-van-ban', 'Thư chữ thường của Thunderbird.', 'Plain text from Thunderbird.', {
    by: 'thunderbird',
    from: office.mau,
    to: [office.thu],
    subject: 'Xin ý kiến dự thảo kế hoạch chuyển đổi số năm 2026',
    text: 'Kính gửi chị Thử,\n\nĐề nghị Phòng cho ý kiến về dự thảo kế hoạch chuyển đổi số năm 2026, gửi lại Văn phòng trước ngày 06/3/2026 để tổng hợp, trình lãnh đạo xem xét.\n\nTrân trọng.',
  }),
  pass(
    'outlook-logo-chu-ky',
    'Outlook, HTML của Word, logo trong chữ ký.',
    "Outlook with Word's HTML and a logo in the signature block.",
    {
      by: 'outlook',
      from: office.viDu,
      subject: 'Phân công trực cơ quan dịp lễ',
      text: 'Kính gửi Quý Sở,\n\nVăn phòng gửi lịch phân công trực như đã trao đổi.\n\nLê Văn Ví Dụ\nĐT: (028) 0000 0000',
      inline: { ...document('logo.png'), name: 'image001.png' },
    },
  ),
  pass('outlook-logo-va-pdf', 'Outlook có logo và PDF đã ký.', 'Outlook with a logo and a signed PDF.', {
    by: 'outlook',
    subject: 'Gửi kế hoạch số 31/KH-UBND',
    text: 'Kính gửi Quý Sở,\n\nGửi kèm kế hoạch số 31/KH-UBND.\n\nTrân trọng.',
    inline: { ...document('logo.png'), name: 'image001.png' },
    files: () => [signed('ke-hoach-31.pdf', 'van-phong', 'Kế hoạch 31.signed.pdf')],
  }),
  pass('exchange-van-ban', 'Thư qua Exchange, không kèm tệp.', 'A letter through Exchange without files.', {
    by: 'exchange',
    from: office.interior,
    to: [city.minhHoa],
    cc: [city.department, office.secretariat],
    subject: 'Đăng ký làm việc với Quý Sở',
    text: 'Kính gửi bà Phạm Thị Minh Họa,\n\nPhòng đăng ký làm việc với Quý Sở lúc 14 giờ ngày 05/3/2026.\n\nTrân trọng.',
  }),
  pass('exchange-docx-pdf-ky', 'Exchange, Word và PDF đã ký.', 'Exchange with a Word file and its signed PDF.', {
    by: 'exchange',
    subject: 'Gửi báo cáo số 58/BC-UBND tình hình sử dụng thư điện tử công vụ quý I năm 2026',
    text: 'Kính gửi Quý Sở,\n\nGửi kèm báo cáo số 58/BC-UBND.\n\nTrân trọng.',
    files: () => [
      document('bao-cao-58.docx', 'Báo cáo 58.docx'),
      signed('bao-cao-58.pdf', 'van-phong', 'Báo cáo 58.pdf'),
    ],
  }),
  pass(
    'zimbra-html',
    'Zimbra, HTML và chữ thường, quoted-printable.',
    'Zimbra with HTML and plain text, quoted-printable.',
    {
      by: 'zimbra',
      from: office.commune,
      to: [office.secretariat],
      subject: 'V/v cử cán bộ tham dự tập huấn',
      text: 'Kính gửi Văn phòng,\n\nUBND xã cử 02 cán bộ: ông Lê Văn Ví Dụ và bà Trần Thị Thử.\nTỷ lệ hoàn thành: 92,5% = đạt.\n\nTrân trọng.',
    },
  ),
  pass(
    'zimbra-lich-cong-tac',
    'Lịch công tác Excel kèm bản PDF đã ký.',
    'A work schedule as Excel with its signed PDF.',
    {
      by: 'zimbra',
      subject: 'Lịch công tác tuần 10 năm 2026',
      text: 'Kính gửi Quý cơ quan,\n\nGửi kèm lịch công tác tuần 10.\n\nTrân trọng.',
      files: () => [
        document('lich-cong-tac-tuan-10.xlsx', 'Lịch công tác tuần 10.xlsx'),
        signed('lich-cong-tac-tuan-10.pdf', 'van-phong', 'Lịch công tác tuần 10.pdf'),
      ],
    },
  ),
  pass(
    'gmail-web-dia-chi-cong-vu',
    'Giao diện Gmail gửi bằng địa chỉ công vụ.',
    "Gmail's web client with the official address.",
    {
      by: 'gmail',
      from: office.thu,
      to: [city.district],
      subject: 'Cảm ơn và hẹn lịch làm việc',
      text: 'Kính gửi Quý Văn phòng,\n\nCảm ơn Quý Văn phòng. Hẹn làm việc lúc 9 giờ ngày 10/3/2026.\n\nTrân trọng.',
    },
  ),
  pass('apple-mail-anh', 'Apple Mail gửi ảnh, tên tệp NFD.', 'Apple Mail with a photograph whose name is decomposed.', {
    by: 'apple',
    from: office.viDu,
    subject: 'Ảnh hội nghị chuyển đổi số',
    text: 'Kính gửi,\n\nGửi ảnh hội nghị.\n\nTrân trọng.',
    files: () => [document('anh-hoi-nghi.jpg', 'Ảnh hội nghị tháng 3.jpg')],
  }),
  pass(
    'roundcube-thu-moi',
    'Roundcube gửi giấy mời họp (PDF đã ký).',
    'Roundcube with a meeting invitation as a signed PDF.',
    {
      by: 'roundcube',
      to: [city.department, city.district, outside.company],
      subject: 'Giấy mời số 12/GM-VP họp giao ban công tác văn thư, lưu trữ',
      text: 'Kính mời Ông (Bà) dự họp lúc 14 giờ, thứ Tư, ngày 04/3/2026.\n\nTrân trọng kính mời.',
      files: () => [signed('giay-moi-12.pdf', 'van-phong', 'Giấy mời 12.pdf')],
    },
  ),
  pass('roundcube-ban-scan', 'Bản quét (chỉ có ảnh) của giấy mời.', 'A scan, pictures only, of an invitation.', {
    by: 'roundcube',
    from: office.commune,
    to: [office.secretariat],
    subject: 'Gửi bản quét giấy mời',
    text: 'Kính gửi Văn phòng,\n\nGửi bản quét giấy mời có chữ ký và dấu.\n\nTrân trọng.',
    files: () => [document('giay-moi-12-scan.pdf', 'Giấy mời 12 (bản quét).pdf')],
  }),
  pass('tra-loi-co-trich', 'Thư trả lời, trích nhiều tầng.', 'A reply with quotations several levels deep.', {
    by: 'thunderbird',
    from: office.thu,
    to: [office.mau],
    subject: 'Re: Xin ý kiến dự thảo kế hoạch chuyển đổi số năm 2026',
    text: REPLY,
    headers: [
      'In-Reply-To: <mau-thu-1@tphcm.gov.vn>',
      'References: <mau-thu-0@tphcm.gov.vn>',
      ' <mau-thu-1@tphcm.gov.vn>',
    ],
  }),
  pass('chuyen-tiep-noi-dong', 'Chuyển tiếp nội dòng.', 'Forwarded inline.', {
    by: 'zimbra',
    from: office.mau,
    to: [office.viDu],
    subject: 'Fwd: Lịch kiểm tra dịch vụ công trực tuyến',
    text: `Kính chuyển đồng chí phối hợp.

----- Thư đã chuyển tiếp -----
Từ: "Sở Mẫu (mẫu thử)" <somau@tphcm.gov.vn>
Đến: "Nguyễn Văn Mẫu" <nvmau.cangio@tphcm.gov.vn>
Chủ đề: Lịch kiểm tra dịch vụ công trực tuyến

Kiểm tra lúc 9 giờ ngày 05/3/2026 tại xã Mẫu.`,
  }),
  pass('tieu-de-rat-dai', 'Tiêu đề dài, chia thành nhiều từ mã hóa.', 'A long subject cut into many encoded words.', {
    by: 'thunderbird',
    from: office.interior,
    subject:
      'V/v báo cáo kết quả thực hiện nhiệm vụ cải cách hành chính, chuyển đổi số, kiểm soát thủ tục hành chính và triển khai cơ chế một cửa, một cửa liên thông quý I năm 2026 trên địa bàn huyện (lần thứ hai, thay cho thư ngày 27/02/2026)',
    text: 'Kính gửi Quý Sở,\n\nPhòng báo cáo như tiêu đề; số liệu đã cập nhật trên hệ thống.\n\nTrân trọng.',
  }),
  pass('nhieu-nguoi-nhan', 'Nhiều người nhận, có thông tin danh sách thư.', 'Many recipients, with list headers.', {
    by: 'exchange',
    to: [city.department, city.district, city.minhHoa, office.commune, office.interior],
    cc: [office.mau, office.thu, office.viDu],
    subject: 'Thông báo lịch bảo trì hệ thống thư điện tử',
    text: 'Kính gửi các cơ quan,\n\nHệ thống bảo trì từ 22 giờ ngày 07/3/2026 đến 02 giờ ngày 08/3/2026.\n\nTrân trọng.',
    headers: ['List-Id: <thongbao.tphcm.gov.vn>', 'Precedence: list'],
  }),
  pass(
    'tra-loi-cong-dan',
    'Trả lời người dân ở Gmail, không kèm văn bản.',
    'An answer to a citizen at Gmail without a document.',
    {
      by: 'outlook',
      to: [outside.citizen],
      subject: 'Trả lời phản ánh về vệ sinh môi trường',
      text: 'Kính gửi bà Võ Thị Thí Dụ,\n\nVăn phòng đã chuyển phản ánh của bà đến đơn vị chuyên môn để xử lý.\n\nTrân trọng.',
    },
  ),
  pass('anh-va-logo', 'Hai ảnh đính kèm và logo nội dòng.', 'Two pictures attached and an inline logo.', {
    by: 'outlook',
    from: office.commune,
    to: [office.secretariat],
    subject: 'Ảnh hiện trạng nhà văn hóa xã',
    text: 'Kính gửi Văn phòng,\n\nGửi ảnh hiện trạng nhà văn hóa.\n\nTrân trọng.',
    inline: { ...document('logo.png'), name: 'image001.png' },
    files: () => [document('anh-hoi-nghi.jpg', 'Hiện trạng 1.jpg'), document('logo.png', 'Hiện trạng 2.png')],
  }),
  pass('kem-signed-pdf-don-le', 'Chỉ gửi bản PDF đã ký.', 'A signed PDF alone.', {
    by: 'thunderbird',
    subject: 'Phát hành công văn số 126/UBND-VP',
    text: 'Kính gửi Quý Sở,\n\nVăn phòng phát hành công văn số 126/UBND-VP.\n\nTrân trọng.',
    files: () => [signed('cong-van-126.pdf', 'van-phong', '126-ubnd.signed.pdf', { visible: true })],
  }),
]

/** Letters whose bytes no program above writes. */
const others: Sample[] = [
  byHand(
    RULE,
    'khong-dau-ascii',
    because('Thư ASCII không dấu, không có MIME.', 'Plain ASCII without MIME headers.'),
    'pass',
    [],
    () =>
      message(
        [
          `From: ${office.mau.address}`,
          `To: ${city.department.address}`,
          'Subject: Hoi lich hop',
          'Date: Mon, 02 Mar 2026 08:00:00 +0700',
          'Message-ID: <hoi-lich-hop@tphcm.gov.vn>',
        ],
        {
          headers: [],
          body: Buffer.from('Kinh gui Quy So,\r\n\r\nXin hoi lich hop tuan nay.\r\n\r\n(MAU THU NGHIEM)\r\n'),
        },
      ),
  ),
  byHand(RULE, 'windows-1258', because('Thư mã windows-1258.', 'A letter in windows-1258.'), 'pass', [], () =>
    message(
      [
        `From: ${mailbox(office.thu, (name) => words(name, { form: 'Q' }))}`,
        `To: ${city.department.address}`,
        'Subject: Bao cao nhanh',
        'Date: Mon, 02 Mar 2026 08:00:00 +0700',
        'Message-ID: <bao-cao-nhanh@tphcm.gov.vn>',
        'MIME-Version: 1.0',
      ],
      leaf(
        ['Content-Type: text/plain; charset=windows-1258'],
        Buffer.from('ÐaÞ nhâòn ðuÒ hôÌ sõ. MÂÞU THÝÒ NGHIÊòM.\r\n', 'latin1'),
        '8bit',
      ),
    ),
  ),
]

export const samples: Sample[] = [...letters, ...others]
