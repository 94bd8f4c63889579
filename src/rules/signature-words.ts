// Why a signature or its certificate proves nothing, in words for the people who sign: the readers give technical phrases.

/** Beginnings of the phrases, the first that fits counts; ordered where one is the beginning of another. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  // Certificates.
  [/^untrusted$/, 'chứng thư không dẫn tới cơ quan cấp chứng thư được tin'],
  [/^expired$/, 'chứng thư đã hết hạn và không có dấu thời gian chứng minh đã ký khi còn hạn'],
  [/^not-yet-valid$/, 'chứng thư chưa có hiệu lực'],
  [/^revoked$/, 'chứng thư đã bị thu hồi'],
  [/^key-usage$/, 'chứng thư không dùng để ký văn bản'],
  [/^weak$/, 'thuật toán hoặc khóa ký quá yếu'],
  // Broken.
  [/^digest of the signed bytes/, 'nội dung tệp không còn như lúc ký'],
  [/^signature value is wrong/, 'chữ ký không khớp với chứng thư của người ký'],
  [/^(?:the gap of )?ByteRange|^no ByteRange|^Contents /, 'vùng dữ liệu được ký bị đặt sai, là dấu hiệu giả mạo'],
  [/^signing-certificate names another/, 'chứng thư người ký bị thay bằng chứng thư khác'],
  [/^the timestamp is over other bytes/, 'dấu thời gian là của nội dung khác'],
  [/^CMS (?:is|of)|^contentType |^messageDigest |^algorithms are not/, 'dữ liệu chữ ký mâu thuẫn, là dấu hiệu giả mạo'],
  // Changed after signing.
  [/^the signature was taken out/, 'chữ ký đã bị gỡ khỏi tệp'],
  [
    /^changed after signing: (?:bytes behind|what follows|an update|the file leads)/,
    'có dữ liệu chèn thêm sau khi ký mà không phần mềm ký nào tạo ra',
  ],
  [/^changed after signing: .*(?:certification|which the signature locks)/, 'tệp đã khóa khi ký mà vẫn bị sửa'],
  [
    /^changed after signing: (?:an annotation|annotation)/,
    'có chú thích, hình hoặc chữ chèn thêm lên trang sau khi ký',
  ],
  [/^changed after signing: (?:page|a page|an entry of a page)/, 'trang văn bản bị sửa, thêm hoặc bớt sau khi ký'],
  [/^changed after signing: .*signature/, 'có khung chữ ký lạ chèn thêm sau khi ký'],
  [/^changed after signing: .*(?:form|field|kids|flags|")/, 'ô biểu mẫu bị thêm, bớt hoặc sửa sau khi ký'],
  [/^changed after signing/, 'cấu trúc văn bản bị sửa sau khi ký'],
  // Not told.
  [/^ambiguous/, 'tệp có cấu trúc khiến các phần mềm đọc ra nội dung khác nhau'],
  [/^the file is damaged|^malformed signature|^the signed bytes do not end/, 'tệp hỏng cấu trúc'],
  [/^SubFilter/, 'kiểu chữ ký không được hỗ trợ'],
  [
    /^(?:digest|signature) algorithm|^the signature uses|^imprint with|^signing-certificate with/,
    'thuật toán ký không được chấp nhận',
  ],
  [/^too many signatures/, 'tệp có quá nhiều chữ ký'],
  [
    /^CMS not read|^no signed attributes|^CAdES without|^signing-certificate attribute/,
    'dữ liệu chữ ký không đúng chuẩn',
  ],
  [/^two certificates fit|^certificate of the signer not found/, 'tệp không kèm đúng một chứng thư của người ký'],
  [/^what changed after signing is not known/, 'chưa xác định được tệp bị sửa gì sau khi ký'],
  [/^damaged$|^uncheckable$/, 'tệp hỏng cấu trúc'],
  [/^encrypted$/, 'tệp có mật khẩu'],
]

/** The phrases, parted by `; `, in Vietnamese; a phrase without words of its own stays as it is. */
export function signatureWords(reason: unknown): string {
  const said = String(reason)
    .split('; ')
    .map((phrase) => WORDS.find(([beginning]) => beginning.test(phrase))?.[1] ?? phrase)
  return [...new Set(said)].join('; ')
}
