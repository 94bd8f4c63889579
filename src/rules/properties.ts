// What properties of documents are called for people: the names that formats give them, in Vietnamese.

/** By the name in lower case: core properties (ECMA-376 part 2, 11), [MS-OLEPS], ODF 1.3 part 3, 4.3, RTF, PDF. */
const NAMES = new Map(
  Object.entries({
    'tiêu đề': 'title',
    'chủ đề': 'subject',
    'tác giả': 'author creator initial-creator',
    'từ khóa': 'keywords keyword',
    'ghi chú': 'description comments doccomm',
    'thể loại': 'category',
    'người sửa cuối': 'lastmodifiedby lastauthor operator',
    'người in': 'printed-by',
    'người quản lý': 'manager',
    'cơ quan, công ty': 'company',
    'trạng thái': 'contentstatus',
    'loại nội dung': 'contenttype',
    'mã định danh': 'identifier',
    'phiên bản': 'version',
    'gốc của liên kết': 'hyperlinkbase',
  }).flatMap(([vi, names]) => names.split(' ').map((name) => [name, vi] as const)),
)

/** The Vietnamese name of a property; null for those that people named themselves. */
export function propertyName(name: string): string | null {
  return NAMES.get(name.toLowerCase()) ?? null
}
