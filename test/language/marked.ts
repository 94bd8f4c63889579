// Texts that carry a mark of secrecy, in the shapes it takes. Every one is invented: MẪU THỬ NGHIỆM.
import type { SecrecyDegree } from '../../src/facts.ts'

const HEAD = 'ỦY BAN NHÂN DÂN\nHUYỆN CẦN GIỜ\nSố: 05/BC-UBND\n'
const TAIL = '\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBÁO CÁO MẪU THỬ NGHIỆM\n'

/** [body, degree] */
export const STRONG_BODIES: readonly (readonly [string, SecrecyDegree])[] = [
  ['MẬT', 'mật'],
  ['TỐI MẬT', 'tối mật'],
  ['TUYỆT MẬT', 'tuyệt mật'],
  [`${HEAD}MẬT${TAIL}`, 'mật'],
  [`${HEAD}TỐI MẬT${TAIL}`, 'tối mật'],
  [`${HEAD}TUYỆT MẬT${TAIL}`, 'tuyệt mật'],
  [`${HEAD}Mật${TAIL}`, 'mật'],
  [`${HEAD}Tối mật${TAIL}`, 'tối mật'],
  [`${HEAD}M Ậ T${TAIL}`, 'mật'],
  [`${HEAD}T Ố I  M Ậ T${TAIL}`, 'tối mật'],
  ['T U Y Ệ T   M Ậ T\n\nKính gửi Quý Sở,', 'tuyệt mật'],
  ['TUYÖT MËT\n\nKính gửi Quý Sở,', 'tuyệt mật'],
  ['Ñoä maät: Tuyeät maät', 'tuyệt mật'],
  ['Số: 00/BC-MT\nĐộ mật: Tối mật', 'tối mật'],
  [`${HEAD}M.Ậ.T${TAIL}`, 'mật'],
  [`${HEAD}TỐI-MẬT${TAIL}`, 'tối mật'],
  [`${HEAD}[MẬT]${TAIL}`, 'mật'],
  [`${HEAD}*** TUYỆT MẬT ***${TAIL}`, 'tuyệt mật'],
  [`${HEAD}┌──────┐\n│ MẬT │\n└──────┘${TAIL}`, 'mật'],
  [`${HEAD}| TỐI MẬT |${TAIL}`, 'tối mật'],
  [`${HEAD}TUYỆT\nMẬT${TAIL}`, 'tuyệt mật'],
  [`${HEAD}MẬT - Bản số: 02${TAIL}`, 'mật'],
  [`${HEAD}TỐI MẬT  Bản số 03${TAIL}`, 'tối mật'],
  [`${HEAD}KHẨN - MẬT${TAIL}`, 'mật'],
  [`${HEAD}HỎA TỐC, TỐI MẬT${TAIL}`, 'tối mật'],
  [`${HEAD}HOẢ TỐC - MẬT${TAIL}`, 'mật'],
  [`${HEAD}TUYỆT MẬT (A)${TAIL}`, 'tuyệt mật'],
  [`${HEAD}Dấu mật${TAIL}`, 'mật'],
  ['MẬT\nBÁO CÁO\nTình hình quý II', 'mật'],
  [`${HEAD}TÀI LIỆU MẬT${TAIL}`, 'mật'],
  [`${HEAD}VĂN BẢN TỐI MẬT${TAIL}`, 'tối mật'],
  ['MẬT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'mật'],
  ['TỐI MẬT      Cần Giờ, ngày 03 tháng 5 năm 2024', 'tối mật'],
  ['Số: 05/BC-UBND MẬT', 'mật'],
  [`${HEAD}${'MẬT'.normalize('NFD')}${TAIL}`, 'mật'],
  [`${HEAD}${'Tuyệt mật'.normalize('NFD')}${TAIL}`, 'tuyệt mật'],
  [`${HEAD}M\u200bẬ\u200bT${TAIL}`, 'mật'],
  [`${HEAD}\u202eMẬT\u202c${TAIL}`, 'mật'],
  [`${HEAD}T\u00adỐI M\u00adẬT${TAIL}`, 'tối mật'],
  [`${HEAD}МẬТ${TAIL}`, 'mật'],
  [`${HEAD}Μ\u0410\u0302\u0323\u03a4${TAIL}`, 'mật'],
  [`${HEAD}ＭẬＴ${TAIL}`, 'mật'],
  [`${HEAD}𝐌Ậ𝐓${TAIL}`, 'mật'],
  [`${HEAD}mËt${TAIL}`, 'mật'],
  [`${HEAD}tèi mËt${TAIL}`, 'tối mật'],
  [`${HEAD}tuyÖt mËt${TAIL}`, 'tuyệt mật'],
  [`${HEAD}MAÄT${TAIL}`, 'mật'],
  [`${HEAD}TOÁI MAÄT${TAIL}`, 'tối mật'],
  [`${HEAD}tuyeät maät${TAIL}`, 'tuyệt mật'],
  [`${HEAD}M\u0087T${TAIL}`, 'mật'],
  [`${HEAD}tuy®t m§t${TAIL}`, 'tuyệt mật'],
  [`${HEAD}MÂòT${TAIL}`, 'mật'],
  [`${HEAD}MA^.T${TAIL}`, 'mật'],
  [`${HEAD}to^'i ma^.t${TAIL}`, 'tối mật'],
  [`${HEAD}M\x03T${TAIL}`, 'mật'],
  [`${HEAD}T\x96I M\x03T${TAIL}`, 'tối mật'],
  [`${HEAD}T–I MÆT${TAIL}`, 'tối mật'],
  [`${HEAD}TUY\x06T M\x03T${TAIL}`, 'tuyệt mật'],
  [`${HEAD}TUYŒT MÆT${TAIL}`, 'tuyệt mật'],
  [`${HEAD}TuyŒt mÆt${TAIL}`, 'tuyệt mật'],
  ['Độ mật: Mật', 'mật'],
  ['Độ mật: Tối mật', 'tối mật'],
  ['Mức độ mật: TUYỆT MẬT', 'tuyệt mật'],
  ['Dấu chỉ độ mật: Mật; độ khẩn: Hỏa tốc', 'mật'],
  ['Độ mật = tối mật', 'tối mật'],
  ['Độ mật: M Ậ T', 'mật'],
  ['Độ mật: C', 'mật'],
  ['Độ mật: A', 'tuyệt mật'],
  ['security_level: 2_TỐI MẬT', 'tối mật'],
  ['Classification: MẬT', 'mật'],
  ['®é mËt: tèi mËt', 'tối mật'],
  ['ñoä maät: maät', 'mật'],
  ['ñ¶ mÆt: TÓi mÆt', 'tối mật'],
  ['ddo^. ma^.t: ma^.t', 'mật'],
  ['Do mat: toi mat', 'tối mật'],
  ['Muc do mat: mat', 'mật'],
  ['Độ mật:\nTối mật', 'tối mật'],
  ['Độ mật\tMật\tĐộ khẩn\tKhẩn', 'mật'],
  ['Độ mật: ☐ Mật ☑ Tối mật ☐ Tuyệt mật', 'tối mật'],
  ['Độ mật: [ ] Mật [x] Tối mật [ ] Tuyệt mật', 'tối mật'],
  ['CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ', 'mật'],
  ['BẢN SAO BÍ MẬT NHÀ NƯỚC', 'mật'],
  ['Thời hạn bảo vệ bí mật nhà nước: 10 năm', 'mật'],
  ['ĐIỀU CHỈNH ĐỘ MẬT: từ Tối mật xuống Mật', 'tối mật'],
  ['Em gửi kèm công văn mật số 12 để anh xử lý.', 'mật'],
  ['Xin gửi anh tài liệu tối mật của cuộc họp hôm qua.', 'tối mật'],
  ['Em scan công văn (có dấu) mật gửi anh, nhớ xóa sau khi xem. Em gửi văn bản đóng dấu mật ạ.', 'mật'],
  ['Chuyển anh bản scan văn bản có đóng dấu tuyệt mật.', 'tuyệt mật'],
  ['Công văn mật đính kèm, anh xem giúp.', 'mật'],
  ['Tài liệu đính kèm thuộc độ Tối mật.', 'tối mật'],
  ['> ỦY BAN NHÂN DÂN\n> MẬT\n> Số: 07/KH-UBND', 'mật'],
  ['>> TỐI MẬT', 'tối mật'],
  [`Anh xem giúp.\n${'Dòng thường.\n'.repeat(40)}---------- Forwarded message ---------\nTừ: van thu\nMẬT\n`, 'mật'],
  [`${'Dòng thường.\n'.repeat(40)}\fỦY BAN NHÂN DÂN\nTUYỆT MẬT\n`, 'tuyệt mật'],
  // The mail's own words send what they speak of.
  ['Đề nghị lưu ý: tài liệu đính kèm thuộc độ Tối mật.', 'tối mật'],
  ['Em chụp hình cái công văn có dấu mật số 12 gửi anh xem trước.', 'mật'],
]

/** Found by an adversary to pass, and strong: labels, ticked boxes and capitals, and documents that are what is sent. */
export const ADVERSARY_BODIES: readonly (readonly [string, SecrecyDegree])[] = [
  // A label with one ticked box is a filled-in label, whatever the box of "Thường" says beside it.
  ['Độ mật: ☐ Thường ☒ Mật ☐ Tối mật', 'mật'],
  ['Độ mật:\n☒ Mật ☐ Tối mật ☐ Tuyệt mật', 'mật'],
  // Capitals at the head, before a title.
  ['MẬT - Báo cáo tình hình', 'mật'],
  ['HỎA TỐC - TỐI MẬT: Phương án bảo vệ', 'tối mật'],
  // "Thường" beside it is the urgency when the stamp stands under the number.
  ['Độ khẩn:\nThường\nSố: 05/BC-UBND\nMẬT', 'mật'],
  ['Tối mật\nKính gửi anh,', 'tối mật'],
  // Label and degree in capitals need no colon; a wrapped value is still its label's.
  ['ĐỘ MẬT TỐI MẬT', 'tối mật'],
  ['Độ mật: Tối\nmật', 'tối mật'],
  // Sent, and with a number: "theo yêu cầu" says why, not whether.
  ['Theo yêu cầu, em gửi anh công văn mật số 5/CA.', 'mật'],
  // The degree is that of the whole words, however far apart its letters are set.
  [`${HEAD}T U Y Ệ T   M Ậ T${TAIL}`, 'tuyệt mật'],
  ['T U Y Ệ T   M Ậ T      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'tuyệt mật'],
]

export const ADVERSARY_SUBJECTS: readonly (readonly [string, SecrecyDegree])[] = [
  // Capitals: after an urgency, after "V/v", before an underscore, as the last word, as a tag.
  ['HỎA TỐC - MẬT - Báo cáo', 'mật'],
  ['V/v MẬT: báo cáo', 'mật'],
  ['MẬT_Báo cáo', 'mật'],
  ['Báo cáo quý MẬT', 'mật'],
  ['Báo cáo quý II MẬT', 'mật'],
  ['#MẬT', 'mật'],
  ['Báo cáo #MẬT quý I', 'mật'],
  ['/MẬT/', 'mật'],
  ['/MẬT/ Báo cáo', 'mật'],
  ['Mật: kế hoạch diễn tập', 'mật'],
  ['[mật] báo cáo', 'mật'],
]

export const STRONG_SUBJECTS: readonly (readonly [string, SecrecyDegree])[] = [
  ['[MẬT] Báo cáo tình hình', 'mật'],
  ['(Tối mật) Kế hoạch số 5', 'tối mật'],
  ['Re: [Tuyệt mật] phương án', 'tuyệt mật'],
  ['Fwd: Fwd: MẬT - Báo cáo', 'mật'],
  ['MẬT: kế hoạch diễn tập', 'mật'],
  ['MẬT Báo cáo tháng 5', 'mật'],
  ['Tối mật - phương án bảo vệ', 'tối mật'],
  ['TUYỆT MẬT', 'tuyệt mật'],
  ['Báo cáo tháng 5 - MẬT', 'mật'],
  ['Báo cáo tháng 5 (Mật)', 'mật'],
  ['[MAT] Bao cao', 'mật'],
  ['[toi mat] Ke hoach', 'tối mật'],
  ['[M\u200bẬT] Báo cáo', 'mật'],
  ['[МẬТ] Báo cáo', 'mật'],
  [`[${'MẬT'.normalize('NFD')}] Báo cáo`, 'mật'],
  ['M Ậ T - Báo cáo', 'mật'],
  ['[maät] Baùo caùo', 'mật'],
  ["[ma^.t] Ba'o ca'o", 'mật'],
  ['Độ mật: Tối mật; V/v kế hoạch', 'tối mật'],
  ['Công văn mật số 12', 'mật'],
  ['【TỐI MẬT】 Kế hoạch', 'tối mật'],
]

/** Places that hint only. */
export const WEAK_BODIES: readonly (readonly [string, SecrecyDegree])[] = [
  ['Số: 05/BC-CAH(M)', 'mật'],
  ['Kèm công văn 12/CV-UBND(TM) để biết.', 'tối mật'],
  ['Theo báo cáo số 12/BC-CAH-M của đơn vị.', 'mật'],
  ['Kế hoạch số 7/KH-UBND (Mật) đã ban hành.', 'mật'],
  ['CONFIDENTIAL', 'mật'],
  ['TOP SECRET', 'tuyệt mật'],
  ['TOI MAT', 'tối mật'],
  ['TÀI LIỆU THU HỒI', 'mật'],
  ['GIẢI MẬT\nMẬT\nBáo cáo năm 1995', 'mật'],
  [`${'Dòng thường.\n'.repeat(40)}TỐI MẬT\n`, 'tối mật'],
]

/** Said of a document, but in passing or beside a doubtful word: a tag, never nothing. */
export const SAID_BODIES: readonly (readonly [string, SecrecyDegree])[] = [
  // "đề nghị", "nhận", "được", "không" lower what would be strong.
  ['Đề nghị anh xem công văn tối mật đính kèm.', 'tối mật'],
  ['Em nhận được và gửi lại anh công văn mật số 5 như file đính kèm', 'mật'],
  ['Gửi anh tài liệu mật được cấp trên giao, như file đính kèm', 'mật'],
  ['Không phổ biến: gửi anh công văn mật số 5', 'mật'],
  // Nothing is said to be sent.
  ['Đây là bản tối mật, anh đọc xong xóa nhé', 'tối mật'],
  ['File này mật nhé', 'mật'],
  ['Công văn này đóng dấu mật chưa anh?', 'mật'],
  ['kế hoạch A2 (mật)', 'mật'],
  ['Căn cứ công văn mật số 12/CV-CA ngày 03 tháng 5.', 'mật'],
  // Not directly after the sending: it may be what the sent paper is about.
  ['Em gửi anh kế hoạch và văn\nbản mật của phòng.', 'mật'],
  ['Em gửi anh báo cáo trả lời công văn mật số 5/CA.', 'mật'],
  // A recipient's name may be any words.
  ['Gửi anh Nam tài liệu tối mật', 'tối mật'],
  // Two degrees in a row, or with the ordinary kind, are the head of a table; capitals still hint.
  ['Thường\nMẬT', 'mật'],
  ['Văn bản mật kèm theo phải đóng dấu đến.', 'mật'],
  // Boxes without a label may be a quiz.
  ['☒ Mật ☐ Tối mật ☐ Tuyệt mật', 'mật'],
  // One word in title case may be a name; in capitals under a surname too.
  ['Mật\nDanh sách\nMẪU THỬ NGHIỆM', 'mật'],
  ['TRẦN THỊ\nMẬT', 'mật'],
  ['MẬT - TINH HOA CỦA NÚI RỪNG', 'mật'],
]

export const WEAK_SUBJECTS: readonly (readonly [string, SecrecyDegree])[] = [
  // Quotation marks, small letters, a bare word: honey, names and films are written so too.
  ['Mật', 'mật'],
  ['Phim "Mật" chiếu tối nay', 'mật'],
  ['Kết quả tìm kiếm "mật"', 'mật'],
  ['Chuyện tình (mật)', 'mật'],
  ['Mật: ong và hoa', 'mật'],
  ['Dấu mật', 'mật'],
  ['Hồ sơ bà TRẦN THỊ MẬT', 'mật'],
  // Without accents the words are others too ("tôi mất").
  ['TOI MAT: bao cao', 'tối mật'],
  // A phrase, as in a body.
  ['Gửi tài liệu tối mật', 'tối mật'],
  ['V/v trả lời công văn mật số 12', 'mật'],
  ['Báo cáo 05/BC-CAH(M)', 'mật'],
  ['[CONFIDENTIAL] Minutes', 'mật'],
  ['Top secret: plan', 'tuyệt mật'],
]

export const WEAK_NAMES: readonly (readonly [string, SecrecyDegree])[] = [
  ['Tài liệu mật 2026.pdf', 'mật'],
  ['[MẬT] ke-hoach.docx', 'mật'],
  ['ke-hoach-tối-mật.pdf', 'tối mật'],
  ['văn bản mật.docx', 'mật'],
  ['MAT_Bao cao thang 5.docx', 'mật'],
  ['bao cao thang 5_MAT.pdf', 'mật'],
  ['ke-hoach (mat).docx', 'mật'],
  ['toi-mat-ke-hoach.pdf', 'tối mật'],
  ['TUYETMAT.docx', 'tuyệt mật'],
  [`${'Kế hoạch mật'.normalize('NFD')}.docx`, 'mật'],
  ['mật.pdf', 'mật'],
]
