// What could not be inspected (7.3): encrypted, damaged, past a limit, malformed. It is named, never taken for clean.
import type { DocumentFacts, GateProblem, MessageFacts, Reason } from '../facts.ts'
import type { Data, Found, Place } from '../verdict.ts'
import { distinctDocuments, fullName, named, shortName, visible } from './documents.ts'
import { DOUBTED, GATE_WORDS, REFUSED } from './gate-words.ts'
import { isReport } from './report.ts'
import type { Rule, RuleMessage, Sentence } from './rule.ts'

/** The message id that stands for each reason. */
const MESSAGE_OF: Record<Reason, string> = {
  encrypted: 'encrypted',
  damaged: 'damaged',
  malformed: 'damaged',
  'depth-limit': 'limit',
  'count-limit': 'limit',
  'size-limit': 'limit',
  'time-limit': 'limit',
  'memory-limit': 'limit',
  'reader-died': 'reader-died',
  'external-content': 'external-content',
  'unknown-kind': 'unknown-kind',
  unsupported: 'unsupported',
}

const BARE: readonly GateProblem['problem'][] = ['bare-lf', 'bare-cr', 'nul']

const AGAIN = {
  vi: 'Anh/chị soạn lại thư bằng phần mềm thư thông thường (Outlook, Thunderbird, trang web thư công vụ) rồi gửi lại; nếu thư do máy quét hoặc phần mềm tự gửi, báo người quản trị để chỉnh thiết bị.',
  en: 'Compose the message anew in an ordinary mail program and send it again; if a device or program sent it, have the administrator set it right.',
}

const NO_PASSWORD = {
  vi: 'Anh/chị bỏ mật khẩu của tệp (hoặc của tệp nén chứa nó) rồi gửi lại.',
  en: 'Take the password off the file (or off the archive that holds it) and send it again.',
}
const NO_ENCRYPTION = {
  vi: 'Anh/chị tắt chức năng mã hóa thư (S/MIME, PGP) trong phần mềm thư rồi gửi lại.',
  en: 'Turn encryption (S/MIME, PGP) off in the mail program and send it again.',
}
/** Kinds that mail programs make when they encrypt: nobody gave them a password. */
const ENCRYPTED_MAIL = ['p7m', 'asc', 'pgp']

const ATTACH = {
  vi: 'Anh/chị đính kèm chính tệp đó thay vì dán nội dung đã mã hóa vào phần chữ, rồi gửi lại.',
  en: 'Attach the file itself in place of pasting its encoded content into the text, and send it again.',
}

const messages: Record<string, RuleMessage> = {
  encrypted: undetermined(
    (data) => `tệp ${shortName(data)} đặt mật khẩu nên không kiểm tra được`,
    (data) => ({
      vi: `Tệp ${fullName(data)} được đặt mật khẩu hoặc mã hóa nên cổng không kiểm tra được nội dung.`,
      en: `The file ${fullName(data)} is encrypted or has a password, so its content cannot be checked.`,
    }),
    (data) => (data.kind === 'eml' || ENCRYPTED_MAIL.includes(String(data.kind)) ? NO_ENCRYPTION : NO_PASSWORD),
  ),
  damaged: undetermined(
    (data) => `tệp ${shortName(data)} bị hỏng nên không kiểm tra được`,
    (data) => ({
      vi: `Tệp ${fullName(data)} bị hỏng hoặc không đúng cấu trúc nên cổng không đọc được trọn vẹn.`,
      en: `The file ${fullName(data)} is damaged or not built as its kind should be, so it cannot be read whole.`,
    }),
    {
      vi: 'Anh/chị mở tệp bằng phần mềm gốc, lưu lại thành tệp mới rồi gửi lại.',
      en: 'Open the file in its own program, save it as a new file and send that.',
    },
  ),
  limit: undetermined(
    (data) => `${shortName(data)} ${limitOf(data).vi} nên không kiểm tra được hết`,
    (data) => ({
      vi: `${fullName(data)} vượt giới hạn kiểm tra của cổng: ${limitOf(data).vi}.`,
      en: `${fullName(data)} is past a limit of the inspection: ${limitOf(data).en}.`,
    }),
    {
      vi: 'Anh/chị gửi ít tệp hơn trong một thư, không nén nhiều lớp lồng nhau; tệp rất lớn thì in ra PDF rồi gửi.',
      en: 'Send fewer files in one message, and no archives inside archives; print a very large file to PDF and send that.',
    },
  ),
  malformed: undetermined(
    (data) => `thư sai chuẩn MIME: ${firstOf(data)}`,
    (data) => ({
      vi: `Cấu trúc của ${data.name} sai chuẩn, mỗi phần mềm có thể đọc ra một nội dung khác nhau: ${data.whatVi} (${data.whereVi}).`,
      en: `The structure of the message breaks the standard, so programs may read different contents from it: ${data.whatEn} (${data.whereEn}).`,
    }),
    againOrAttach,
  ),
  'malformed-doubtful': undetermined(
    (data) => `thư chưa đúng chuẩn MIME: ${firstOf(data)}`,
    (data) => ({
      vi: `Cấu trúc của ${data.name} chưa đúng chuẩn, có phần mềm có thể không đọc được: ${data.whatVi} (${data.whereVi}).`,
      en: `The structure of the message is not quite by the standard, and some programs may not read it: ${data.whatEn} (${data.whereEn}).`,
    }),
    AGAIN,
  ),
  'reader-died': undetermined(
    (data) => `${shortName(data)} làm hỏng bộ đọc nên không kiểm tra được`,
    (data) => ({
      vi: `Bộ đọc của cổng không đọc được ${fullName(data)} và đã dừng lại.`,
      en: `The gateway's reader stopped while it read ${fullName(data)}.`,
    }),
    {
      vi: 'Anh/chị gửi từng tệp trong một thư riêng để biết tệp nào gây lỗi và báo người quản trị thư.',
      en: 'Send each file in a message of its own to find the one at fault, and tell the mail administrator.',
    },
  ),
  'external-content': undetermined(
    () => 'thư bị chia nhỏ hoặc có nội dung nằm ở nơi khác',
    (data) => ({
      vi: `${fullName(data)} chỉ là một phần của thư bị chia nhỏ, hoặc dẫn tới nội dung nằm ngoài thư, nên cổng không kiểm tra được.`,
      en: `${fullName(data)} is a piece of a message or refers to content elsewhere, so it cannot be checked.`,
    }),
    {
      vi: 'Anh/chị tắt chức năng chia nhỏ thư trong phần mềm và gửi trọn nội dung trong một thư.',
      en: 'Turn message splitting off in the mail program and send the whole content in one message.',
    },
  ),
  unsupported: undetermined(
    (data) => `chưa đọc được loại tệp nén ${shortName(data)}`,
    (data) => ({
      vi: `Cổng chưa đọc được loại tệp của ${fullName(data)} (${data.kind}) nên không biết bên trong có gì.`,
      en: `The gateway cannot open files of this kind yet: ${fullName(data)} (${data.kind}); what is inside is not known.`,
    }),
    {
      vi: 'Anh/chị nén lại bằng .zip không đặt mật khẩu, hoặc đính kèm trực tiếp từng tệp.',
      en: 'Pack it again as a .zip without a password, or attach the files themselves.',
    },
  ),
  'bare-line-end': {
    ...undetermined(
      () => 'thư có ký tự xuống dòng hoặc ký tự NUL sai chuẩn (RFC 5321)',
      (data) => ({
        vi: `Thư có ký tự ${data.problem} sai chuẩn ở byte ${data.offset}; máy chủ khác nhau có thể đọc thành hai thư khác nhau.`,
        en: `The message has a forbidden ${data.problem} at byte ${data.offset}; servers may read it as different messages.`,
      }),
      {
        vi: 'Anh/chị gửi bằng phần mềm thư thông thường; nếu thư do máy quét hoặc phần mềm tự gửi, báo người quản trị để chỉnh thiết bị.',
        en: 'Send with an ordinary mail program; if a device or program sent it, have its line ends set to CRLF.',
      },
    ),
    status: '5.6.0', // RFC 3463: other or undefined media error
  },
  'unknown-kind': undetermined(
    (data) => `không rõ loại của tệp ${shortName(data)}`,
    (data) => ({
      vi: `Không xác định được loại của tệp ${fullName(data)} theo nội dung, nên cổng không kiểm tra được bên trong.`,
      en: `The kind of the file ${fullName(data)} is not known by its content, so it was not looked into.`,
    }),
    {
      vi: 'Nếu là văn bản, anh/chị gửi ở dạng PDF đã ký số hoặc .docx, .xlsx; nếu là bản vẽ, dữ liệu chuyên ngành thì không cần làm gì.',
      en: 'If it is a document, send it as a signed PDF or .docx, .xlsx; for drawings or special data nothing is needed.',
    },
  ),
}

/** Of a file written into the words the sender can attach it; everything else wants another program. */
function againOrAttach({ problems }: Data): Sentence {
  const pasted = (problems as GateProblem['problem'][]).every((problem) => problem === 'text-encoded')
  return pasted ? ATTACH : AGAIN
}

/** The first problem in words; a reply line has no room for all. */
function firstOf({ problems }: Data): string {
  return GATE_WORDS[(problems as GateProblem['problem'][])[0]!].vi
}

const LIMITS: Partial<Record<Reason, Sentence>> = {
  'depth-limit': { vi: 'có quá nhiều lớp lồng nhau', en: 'nested too deep' },
  'count-limit': { vi: 'có quá nhiều tệp hoặc thành phần bên trong', en: 'too many files or parts inside' },
  'size-limit': { vi: 'bung ra quá lớn', en: 'too large once unpacked' },
  'time-limit': { vi: 'mất quá nhiều thời gian để đọc', en: 'takes too long to read' },
  'memory-limit': { vi: 'cần quá nhiều bộ nhớ để đọc', en: 'takes too much memory to read' },
}

function limitOf({ reason }: Data): Sentence {
  return LIMITS[reason as Reason] ?? { vi: 'quá phức tạp', en: 'too complex' }
}

function undetermined(
  short: RuleMessage['short'],
  say: RuleMessage['say'],
  remedy: Sentence | RuleMessage['remedy'],
): RuleMessage {
  return { outcome: 'undetermined', short, say, remedy: typeof remedy === 'function' ? remedy : () => remedy }
}

export const unreadable: Rule = {
  id: 'unreadable',
  title: {
    vi: 'Nội dung không kiểm tra được: mã hóa, hỏng, quá giới hạn, sai cấu trúc',
    en: 'Content that cannot be inspected: encrypted, damaged, past a limit, malformed',
  },
  messages,
  parameters: {
    refused: {
      type: 'strings',
      default: REFUSED,
      en: 'departures from the mail standards (names of the strict gate) that count as malformed',
    },
    doubted: {
      type: 'strings',
      default: DOUBTED,
      en: 'departures that count as malformed-doubtful; what is in neither list is only counted (congthu_gate_problems_total)',
    },
  },
  find: ({ facts, envelope, parameters }) => [
    ...ofLineEnds(facts),
    ...ofGate(facts, 'malformed', (parameters.refused as string[]).filter(counts(isReport(facts, envelope)))),
    ...ofGate(facts, 'malformed-doubtful', parameters.doubted as string[]),
    ...ofMessage(facts),
    ...distinctDocuments(facts).flatMap(ofDocument),
  ],
}

/** Older mail systems return a message as text, with its files as they stood in it. */
function counts(report: boolean): (problem: string) => boolean {
  return (problem) => !(report && problem === 'text-encoded')
}

/** Bare line ends of the message itself, which are about the transport and not about what was composed. */
function isLineEnd({ problem, at }: GateProblem): boolean {
  return BARE.includes(problem) && at.part === 'header' && at.path.length === 0
}

function ofLineEnds({ gate }: MessageFacts): Found[] {
  const problem = gate.problems.find(isLineEnd)
  if (problem === undefined) return []
  const data = { problem: problem.problem, offset: problem.offset }
  return [{ outcome: 'undetermined', message: 'bare-line-end', at: null, data }]
}

/** One finding for all problems of a class: the sender has one thing to do about them. */
function ofGate({ gate }: MessageFacts, message: string, names: string[]): Found[] {
  const problems = gate.problems.filter((each) => names.includes(each.problem) && !isLineEnd(each))
  const first = problems[0]
  if (first === undefined) return []
  const kinds = [...new Set(problems.map(({ problem }) => problem))]
  const field = first.field === '' ? '' : `${visible(first.field)}, `
  const data: Data = {
    name: 'thư',
    problems: kinds,
    whatVi: kinds.map((kind) => GATE_WORDS[kind].vi).join('; '),
    whatEn: kinds.map((kind) => GATE_WORDS[kind].en).join('; '),
    whereVi: `${field}byte ${first.offset}`,
    whereEn: `${field}byte ${first.offset}`,
  }
  return [{ outcome: 'undetermined', message, at: first.at, data }]
}

/** Reasons of the message itself; those that a document of it already gives are named there. */
function ofMessage(facts: MessageFacts): Found[] {
  const given = new Set(distinctDocuments(facts).flatMap(({ reasons }) => reasons))
  const own = facts.reasons.filter((reason) => !given.has(reason))
  return found(own, null, { name: 'thư', kind: 'eml' })
}

function ofDocument(document: DocumentFacts): Found[] {
  const inChildren = new Set(document.children.flatMap(({ reasons }) => reasons))
  const own = document.reasons.filter((reason) => !inChildren.has(reason))
  return found(own, document.at, { ...named(document), kind: document.kind })
}

/** One finding per message id: two limits passed by one file are one thing to the sender. */
function found(reasons: Reason[], at: Place | null, data: { name: string; kind: string }): Found[] {
  const byMessage = new Map(reasons.map((reason) => [MESSAGE_OF[reason], reason]))
  return [...byMessage].map(([message, reason]) => ({
    outcome: 'undetermined',
    message,
    at,
    data: { ...data, reason },
  }))
}
