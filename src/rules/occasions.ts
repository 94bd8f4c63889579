// When each message of each rule is said, in general: for `explain`, which has no mail at hand.
import type { Sentence } from './rule.ts'

export const OCCASIONS: Readonly<Record<string, Readonly<Record<string, Sentence>>>> = {
  'art3-sender-address': {
    'envelope-sender': {
      vi: 'khi địa chỉ gửi thực tế (MAIL FROM) không đúng dạng và không có trong units.yaml; thư báo lỗi không có địa chỉ này thì bỏ qua',
      en: 'when the envelope sender (MAIL FROM) is neither of the official form nor in units.yaml; bounces, which have none, are let be',
    },
    'header-from': {
      vi: 'khi địa chỉ ở dòng From không đúng dạng và không có trong units.yaml',
      en: 'when the From address is neither of the official form nor in units.yaml',
    },
    'from-missing': {
      vi: 'khi thư không có dòng From hoặc dòng From không có địa chỉ',
      en: 'when there is no From field or no address in it',
    },
    'from-multiple': {
      vi: 'khi có nhiều dòng From hoặc nhiều địa chỉ trong dòng From',
      en: 'when there is more than one From field, or more than one address in it',
    },
    'from-differs': {
      vi: 'khi người gửi thực tế đúng dạng nhưng dòng From thuộc tên miền khác',
      en: 'when the envelope sender is official and the From address is of another domain',
    },
    'look-alike': {
      vi: 'khi tên miền của người gửi hoặc của dòng From chỉ giống tên miền công vụ (chữ thay thế, thêm bớt chữ)',
      en: 'when the domain of the sender or of From only resembles the official one (letters replaced, added, left out)',
    },
    'header-unread': {
      vi: 'khi không đọc được phần đầu thư nên không biết người gửi',
      en: 'when the header block cannot be read, so that the sender is not known',
    },
  },
  'art6-3-outside-mailbox': {
    'outside-sender': {
      vi: 'khi thư gửi đến hộp thư tiếp nhận (intakeBoxes) mà người gửi hoặc dòng From ngoài hệ thống công vụ',
      en: 'when mail goes to an intake box (intakeBoxes) and its sender or From is outside the official system',
    },
  },
  'art7-1-other-mail-systems': {
    'document-outside': {
      vi: 'khi có người nhận ngoài hệ thống công vụ và thư kèm tài liệu (theo kinds) chưa được đơn vị ký số, không thuộc 7.3.a',
      en: 'when a recipient is outside the official system and a paper (of the kinds) goes along that no unit signed and 7.3.a does not judge',
    },
  },
  'art7-2-personal-use': {
    'private-likely': {
      vi: 'khi thư có cụm từ việc riêng và đủ số dấu hiệu (signs)',
      en: 'when the message has a phrase of private matters and enough signs together (signs)',
    },
  },
  'art7-3a-signed-pdf': {
    'missing-pdf': {
      vi: 'khi một tệp chỉnh sửa được không có bản PDF của nó trong cùng thư',
      en: 'when an editable file has no PDF of its own in the same message',
    },
    'pdf-not-signed': {
      vi: 'khi bản PDF đi kèm tệp chỉnh sửa được chưa có chữ ký số nào',
      en: 'when the PDF that goes with an editable file has no signature',
    },
    'signature-broken': {
      vi: 'khi chữ ký số trên một bản PDF, đi kèm tệp khác hoặc gửi riêng, không khớp với nội dung đã ký',
      en: 'when a signature on a PDF, beside another file or alone, does not verify',
    },
    'signature-modified': {
      vi: 'khi một bản PDF, đi kèm tệp khác hoặc gửi riêng, bị thêm, sửa sau khi ký, ngoài những gì chữ ký cho phép',
      en: 'when a PDF, beside another file or alone, was changed after it was signed in a way that its signature does not permit',
    },
    'signature-unverifiable': {
      vi: 'khi bản PDF đi kèm tệp chỉnh sửa được có chữ ký mà chứng thư không dẫn về gốc được tin, hết hạn, yếu, hoặc không kiểm được chữ ký',
      en: 'when the certificate of the PDF that goes with an editable file does not lead to a trusted root, is expired or weak, or its signature cannot be checked',
    },
    'revocation-unknown': {
      vi: 'khi chữ ký đúng của đơn vị nhưng không có danh sách thu hồi (CRL) còn hiệu lực',
      en: 'when the unit’s signature holds and no revocation list in force says whether the certificate was revoked',
    },
    'signer-not-unit': {
      vi: 'khi chữ ký trên bản PDF đi kèm tệp chỉnh sửa được hợp lệ nhưng người ký không phải đơn vị nào trong units.yaml',
      en: 'when the valid signature on the PDF that goes with an editable file is of no unit in units.yaml',
    },
    'seal-covers-words': {
      vi: 'khi hình của chữ ký thêm sau che chữ hoặc ô biểu mẫu của văn bản đã ký',
      en: 'when the picture of a later signature covers words or a form field of what was signed before',
    },
    'editable-unknown': {
      vi: 'khi một tệp dạng OLE có thể là văn bản Office cũ, không rõ loại, và không có bản PDF của nó đi kèm',
      en: 'when an OLE file of no known kind may be an old office document and no PDF of its own goes with it',
    },
  },
  'art7-4b-paper-copy': {
    'recipient-not-official': {
      vi: 'khi một văn bản trái 7.3 gửi đến người nhận ngoài hệ thống công vụ',
      en: 'when a document that fails 7.3 goes to a recipient outside the official system',
    },
    'recipient-undetermined': {
      vi: 'khi chưa biết văn bản có đáp ứng 7.3 không và có người nhận ngoài hệ thống công vụ',
      en: 'when it is not known whether a document meets 7.3 and a recipient is outside the official system',
    },
  },
  'art7-4c-font': {
    'font-other': {
      vi: 'khi phần chữ không dùng phông cho phép (fonts) từ fontPercent phần trăm và từ characters chữ; trong PDF, chữ lấy từ phông thứ hai được tính cho phông thiếu chữ',
      en: 'when text in other fonts than the allowed ones (fonts) is at least fontPercent percent and characters characters; in a PDF letters taken from a second font count to the font that lacks them',
    },
    'colour-other': {
      vi: 'khi phần chữ không đen (sáng hơn darkest, không thuộc colours) từ colourPercent phần trăm và từ characters chữ',
      en: 'when text that is not black (lighter than darkest, not of colours) is at least colourPercent percent and characters characters',
    },
    'encoding-legacy': {
      vi: 'khi phần chữ dùng bộ mã cũ (TCVN3, VNI, ...) từ encodingPercent phần trăm và từ characters chữ',
      en: 'when text in old encodings (TCVN3, VNI, ...) is at least encodingPercent percent and characters characters',
    },
  },
  'art8-malware': {
    executable: {
      vi: 'khi một tệp, kể cả trong tệp nén, là chương trình theo nội dung',
      en: 'when a file, also one in an archive, is a program by its content',
    },
    script: {
      vi: 'khi một tệp, kể cả trong tệp nén, là kịch bản chạy khi mở',
      en: 'when a file, also one in an archive, is a script that runs when it is opened',
    },
    'executable-name': {
      vi: 'khi tên tệp có đuôi thuộc executableExtensions',
      en: 'when a file’s name ends in one of executableExtensions',
    },
    'deceptive-name': {
      vi: 'khi tên tệp có ký tự đảo chiều, ký tự điều khiển, hai đuôi, chữ giả dạng hoặc đuôi ẩn (CLSID, luồng phụ)',
      en: 'when a file’s name has direction overrides, control characters, two extensions, look-alike letters or a hidden ending (CLSID, stream)',
    },
    macros: {
      vi: 'khi một tệp văn phòng có macro',
      en: 'when an office file holds macros',
    },
    'active-content': {
      vi: 'khi một tệp có nội dung tự chạy thuộc activeContent (JavaScript, đối tượng OLE, liên kết ngoài...)',
      en: 'when a file has content of the kinds in activeContent (JavaScript, OLE objects, external links ...)',
    },
  },
  'art8-spam': {
    'advertising-unmarked': {
      vi: 'khi thư có từ phrases cụm từ quảng cáo khác nhau và tiêu đề không bắt đầu bằng [QC] hoặc [AD]',
      en: 'when the message has phrases different advertising phrases or more, and its subject begins with neither [QC] nor [AD]',
    },
  },
  'art8-state-secret': {
    'mark-strong': {
      vi: 'khi có dấu chỉ độ mật ở vị trí chắc chắn (dấu, số ký hiệu, dòng độ mật...) trong thư, văn bản đính kèm hoặc tên tệp',
      en: 'when a mark of secrecy stands in a certain place (stamp, number, line of the degree ...) of the mail, a document or a file name',
    },
    'mark-weak': {
      vi: 'khi có chữ giống dấu chỉ độ mật ở vị trí không chắc chắn',
      en: 'when words like a mark of secrecy stand in a place that is not certain',
    },
  },
  'art8-unlawful-content': {
    'listed-term': {
      vi: 'khi thư, văn bản đính kèm hoặc tên tệp có cụm từ thuộc danh sách trong lists',
      en: 'when the mail, a document or a file name has a phrase of the lists in lists',
    },
    'listed-term-unaccented': {
      vi: 'khi có cụm từ như vậy viết không dấu, nên có thể là từ khác',
      en: 'when such a phrase is written without its accents, so that it may be another',
    },
  },
  unreadable: {
    encrypted: {
      vi: 'khi một tệp hoặc thư được mã hóa hay đặt mật khẩu',
      en: 'when a file or the mail is encrypted or has a password',
    },
    damaged: {
      vi: 'khi một tệp hỏng hoặc sai cấu trúc của loại tệp đó',
      en: 'when a file is damaged or not built as its kind should be',
    },
    limit: {
      vi: 'khi vượt giới hạn đọc: số lớp, số tệp, dung lượng bung ra, thời gian, bộ nhớ',
      en: 'when a limit of reading is passed: depth, count, unpacked size, time, memory',
    },
    malformed: {
      vi: 'khi thư có lỗi cấu trúc thuộc refused, mà mỗi phần mềm có thể đọc ra một nội dung khác',
      en: 'when the message departs from the standards in a way of refused, so that programs may read different contents',
    },
    'malformed-doubtful': {
      vi: 'khi thư có lỗi cấu trúc thuộc doubted',
      en: 'when the message departs from the standards in a way of doubted',
    },
    'reader-died': {
      vi: 'khi bộ đọc dừng giữa chừng vì một tệp',
      en: 'when the reader stopped over a file',
    },
    'external-content': {
      vi: 'khi thư là một mảnh (message/partial) hoặc dẫn tới nội dung ở nơi khác (message/external-body)',
      en: 'when it is a piece of a message (message/partial) or refers to content elsewhere (message/external-body)',
    },
    unsupported: {
      vi: 'khi cổng chưa có bộ đọc cho loại tệp chứa tệp khác này',
      en: 'when there is no reader yet for that kind of container',
    },
    'bare-line-end': {
      vi: 'khi thư có CR hoặc LF đứng riêng, hoặc ký tự NUL (RFC 5321)',
      en: 'when the message has a CR or LF of its own, or a NUL (RFC 5321)',
    },
    'unknown-kind': {
      vi: 'khi nội dung của tệp không thuộc loại nào đã biết',
      en: 'when a file’s content is of no kind that is known',
    },
  },
}
