// Evasion by how a mark of secrecy is spelled.
import {
  EIGHT,
  family,
  NOTE,
  type Outcome,
  type Plan,
  plan,
  type Severity,
  secret,
  single,
  TEXT_TYPE,
} from './build.ts'

export const MARK = 'TUYỆT MẬT'

export const after = ['', `Số: 00/BC-MT ${NOTE}`, 'Nội dung hư cấu.', '']

/** A letter whose first line is the mark, written so. */
const line = (id: string, technique: string, severity: Severity, mark: string, expect: Outcome[] = secret): Plan =>
  plan(id, technique, severity, single([TEXT_TYPE, EIGHT], mark, ...after), expect)

const spelled: Plan[] = [
  line('t-plain', 'the mark as it is', 'high', MARK),
  line('t-nfd', 'decomposed (NFD)', 'high', MARK.normalize('NFD')),
  line('t-nfd-other-order', 'marks in another order than NFD', 'medium', 'TUYE\u0302\u0323T MA\u0302\u0323T'),
  line('t-half-composed', 'letter with circumflex, dot below apart', 'high', 'TUYÊ\u0323T MÂ\u0323T'),
  line('t-spaced', 'letters spaced out', 'high', 'T U Y Ệ T   M Ậ T'),
  line('t-dotted', 'letters with dots between', 'medium', 'T.U.Y.Ệ.T M.Ậ.T'),
  line('t-dashed', 'letters with dashes between', 'low', 'T-U-Y-Ệ-T M-Ậ-T'),
  line('t-zero-width', 'zero width spaces between the letters', 'high', [...MARK].join('\u200b')),
  line('t-zero-width-joiner', 'zero width joiners', 'medium', [...MARK].join('\u200d')),
  line('t-word-joiner', 'word joiners', 'medium', [...MARK].join('\u2060')),
  line('t-soft-hyphen', 'soft hyphens', 'high', [...MARK].join('\u00ad')),
  line('t-bom-inside', 'byte order marks between the letters', 'low', [...MARK].join('\ufeff')),
  line('t-nbsp', 'a no-break space', 'high', 'TUYỆT\u00a0MẬT'),
  line('t-thin-space', 'a thin space', 'high', 'TUYỆT\u2009MẬT'),
  line('t-ideographic-space', 'an ideographic space', 'medium', 'TUYỆT\u3000MẬT'),
  line('t-many-spaces', 'many blanks', 'high', 'TUYỆT          MẬT'),
  line('t-tab', 'a tab', 'high', 'TUYỆT\tMẬT'),
  line('t-full-width', 'full-width letters', 'medium', 'ＴＵＹỆＴ ＭẬＴ'),
  line('t-cyrillic', 'Cyrillic look-alikes', 'low', 'ТUYỆТ МẬТ'),
  line('t-greek', 'Greek look-alikes', 'low', 'ΤUΥỆΤ ΜẬΤ'),
  line('t-bold', 'mathematical bold letters', 'low', '𝐓𝐔𝐘Ệ𝐓 𝐌Ậ𝐓'),
  line('t-circled', 'circled letters', 'low', 'ⓉⓊⓎỆⓉ ⓂẬⓉ'),
  line(
    't-override',
    'written backwards behind a direction override',
    'medium',
    `\u202e${[...MARK].reverse().join('')}\u202c`,
  ),
  line('t-lower', 'label in lower case', 'high', 'Độ mật: tuyệt mật'),
  line('t-quoted', 'in a quotation', 'high', `> > ${MARK}`),
  line('t-brackets', 'in brackets', 'high', `[ ${MARK} ]`),
  line('t-stars', 'between stars', 'high', `*** ${MARK} ***`),
  line('t-indented', 'far to the right', 'high', `${' '.repeat(70)}${MARK}`),
  line('t-two-lines', 'on two lines', 'medium', 'TUYỆT\r\nMẬT'),
  line(
    't-last-line',
    'the mark is the last thing of a long letter',
    'medium',
    `${'Mẫu thử nghiệm.\r\n'.repeat(20000)}Độ mật: Tuyệt mật`,
  ),
  line('t-combining-extra', 'with marks that nobody sees', 'low', [...MARK].join('\u034f')),
  line('t-variation', 'with variation selectors', 'low', [...MARK].join('\ufe0f')),
  line('t-tag-characters', 'with tag characters', 'low', [...MARK].join('\u{e0020}')),
  line('t-hangul-filler', 'with Hangul fillers', 'low', [...MARK].join('\u3164')),
]

export const spellingCases = family('spelling', spelled)
