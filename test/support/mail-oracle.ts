// The oracle of the fault bench: what may have become of each (message, recipient), said of observations only.
//
// MAIL-FAULTS.md 5.3 D: what was answered 250 is delivered, what was refused is not, at most one delivery, octets equal.

/** What became of one recipient of one message, as the client saw it. */
export interface Recipient {
  address: string
  /** Code of the reply to RCPT; null when none came. */
  rcpt: number | null
  /** Code of the last reply that concerns this recipient's copy (DATA, or the final dot); null when none came. */
  final: number | null
}

/** One message that a client sent, or tried to. Its addresses are its own: deliveries are matched by them. */
export interface Letter {
  name: string
  sender: string
  recipients: Recipient[]
  /** What the next hop must get behind our own lines, byte for byte. */
  octets: Buffer
  /** Why this message may be delivered although the client was not told 250: the fault makes it unavoidable. */
  mayDuplicate: string | null
  /** Why a recipient who was answered 250 may get nothing and no report: only for the null sender (RFC 5321 6.1). */
  mayVanish: string | null
}

/** A message that a next hop has taken over. */
export interface Delivery {
  sender: string
  recipients: string[]
  /** As it came, without dot-stuffing. */
  octets: Buffer
}

/** All that one client was told. */
export interface Transcript {
  who: string
  text: string
  /** The connection broke: the last reply may be cut off. */
  broken: boolean
}

export interface Observed {
  letters: Letter[]
  deliveries: Delivery[]
  transcripts: Transcript[]
  /** How many X-Congthu fields the judge asked for, beside Received; null when only their form is known. */
  addedFields: number | null
  /** Milliseconds of the whole scenario, and how many it may take. */
  elapsed: number
  bound: number
  /** Reply to an ordinary message after the scenario. */
  afterwards: string
  /** What is left when all clients have gone. */
  left: { hopSockets: number; scratchFiles: string[]; connections: number; messages: number; scratchBytes: number }
}

/** Everything that is wrong, in words; empty when all is as it must be. */
export function wrongs(observed: Observed): string[] {
  const { deliveries, letters, addedFields } = observed
  const wrong: string[] = []
  const sound = deliveries.filter((delivery) => {
    const strange = strangeness(delivery, letters)
    if (strange) wrong.push(strange)
    return !strange
  })
  for (const letter of letters) {
    const own = sound.filter((delivery) => isOf(delivery, letter))
    const reports = sound.filter((delivery) => isReport(delivery, letter))
    const copies = new Map<string, number>()
    for (const { recipients } of own) for (const to of recipients) copies.set(to, (copies.get(to) ?? 0) + 1)
    for (const recipient of letter.recipients) {
      wrong.push(...wrongOutcome(letter, recipient, copies.get(recipient.address) ?? 0, reports))
    }
    for (const delivery of own) wrong.push(...wrongOctets(letter, delivery, addedFields))
    if (reports.length > 1) wrong.push(`${letter.name}: ${reports.length} reports to the sender`)
  }
  for (const transcript of observed.transcripts) wrong.push(...wrongReplies(transcript))
  wrong.push(...wrongRest(observed))
  return wrong
}

function isOf({ recipients }: Delivery, letter: Letter): boolean {
  const known = addressesOf(letter)
  return recipients.some((address) => known.has(address))
}

function addressesOf({ recipients }: Letter): Set<string> {
  return new Set(recipients.map(({ address }) => address))
}

/** A notification (RFC 3464) for the letter's sender. */
function isReport({ sender, recipients, octets }: Delivery, letter: Letter): boolean {
  const isDsn = /^content-type:[ \t]*multipart\/report/im.test(octets.toString('latin1', 0, 20_000))
  return sender === '' && letter.sender !== '' && recipients[0] === letter.sender && isDsn
}

/** What makes a delivery belong to no letter, or to two; null when it is sound. */
function strangeness(delivery: Delivery, letters: Letter[]): string | null {
  const to = delivery.recipients.join(', ')
  if (delivery.recipients.length === 0) return 'delivered to nobody'
  if (letters.some((letter) => isReport(delivery, letter))) {
    return delivery.recipients.length === 1 ? null : `report to more than the sender: ${to}`
  }
  const owners = letters.filter((letter) => isOf(delivery, letter))
  if (owners.length === 0) return `delivered, but sent by nobody: to ${to}`
  if (owners.length > 1) return `two messages made one: to ${to}`
  const [owner] = owners as [Letter]
  const known = addressesOf(owner)
  const foreign = delivery.recipients.filter((address) => !known.has(address))
  if (foreign.length > 0) return `${owner.name}: delivered also to ${foreign.join(', ')}`
  if (delivery.sender !== owner.sender) return `${owner.name}: sender ${owner.sender} became ${delivery.sender}`
  return null
}

function wrongOutcome(letter: Letter, recipient: Recipient, copies: number, reports: Delivery[]): string[] {
  const { address, rcpt, final } = recipient
  const what = `${letter.name} to ${address} (RCPT ${rcpt}, then ${final})`
  const reported = reports.some(({ octets }) => namesRecipient(octets, address))
  if (reported && copies > 0) return [`${what}: delivered, and reported as failed`]
  if (copies > 1) return [`${what}: delivered ${copies} times`]
  if (final !== null && final >= 200 && final < 300) {
    if (rcpt === null || rcpt >= 300) return copies > 0 ? [`${what}: delivered to a refused recipient`] : []
    return copies === 0 && !reported && !letter.mayVanish ? [`${what}: LOST`] : []
  }
  if (reported) return [`${what}: reported as failed, but not answered 250`]
  if (copies === 0) return []
  if (rcpt !== null && rcpt >= 300) return [`${what}: delivered to a refused recipient`]
  if (final !== null && final >= 500) return [`${what}: refused, but delivered`]
  return letter.mayDuplicate ? [] : [`${what}: delivered, but the client was not told so`]
}

function namesRecipient(report: Buffer, address: string): boolean {
  return report.toString('latin1').toLowerCase().includes(`final-recipient: rfc822; ${address.toLowerCase()}\r\n`)
}

/** Our lines stand within these octets of a delivery. */
const FRONT = 65_536
const OUR_FIELD = /^X-Congthu-[A-Za-z-]+: [^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*/

/** The message without what we put in front; null when that is not there as it should be. */
export function withoutAdded(octets: Buffer, addedFields: number | null): Buffer | null {
  const text = octets.toString('latin1', 0, FRONT)
  const received = /^Received: [^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)+/.exec(text)
  if (!received) return null
  let from = received[0].length
  let left = addedFields ?? Number.POSITIVE_INFINITY
  for (let field = OUR_FIELD.exec(text.slice(from)); field && left > 0; field = OUR_FIELD.exec(text.slice(from))) {
    from += field[0].length
    left--
  }
  return addedFields !== null && left > 0 ? null : octets.subarray(from)
}

function wrongOctets({ name, octets }: Letter, delivery: Delivery, addedFields: number | null): string[] {
  const body = withoutAdded(delivery.octets, addedFields)
  if (body === null) return [`${name}: our own lines are not in front as they should be`]
  if (body.equals(octets)) return []
  let at = 0
  while (at < body.length && body[at] === octets[at]) at++
  return [`${name}: octets changed at ${at} (${octets.length} sent, ${body.length} arrived)`]
}

/** RFC 5321 4.2 and 4.5.3.1.5, RFC 6531 3.7.4.2 (ASCII only), RFC 3463 2 (the status has the code's class). */
export function wrongReplies({ who, text, broken }: Transcript): string[] {
  const lines = text.split('\r\n')
  const rest = lines.pop() ?? ''
  const wrong: string[] = []
  if (rest !== '' && !broken) wrong.push(`${who}: half a reply: ${JSON.stringify(rest.slice(0, 100))}`)
  let open: string | null = null
  for (const line of lines) {
    const shown = `${who}: ${JSON.stringify(line.slice(0, 100))}`
    const [, code, separator, said] = /^([2-5][0-5]\d)([ -])([\x20-\x7e]*)$/.exec(line) ?? []
    if (!code) wrong.push(`${shown} is no reply line`)
    else {
      if (line.length > 510) wrong.push(`${shown} is longer than 512 octets`)
      if (open && open !== code) wrong.push(`${shown} has another code than the line before, ${open}`)
      const status = /^([245])\.\d{1,3}\.\d{1,3}(?: |$)/.exec(said ?? '')
      if (status && status[1] !== code[0]) wrong.push(`${shown} has the status of another class`)
      open = separator === '-' ? code : null
    }
  }
  if (open && !broken) wrong.push(`${who}: the last reply has no end`)
  return wrong
}

function wrongRest({ elapsed, bound, afterwards, left }: Observed): string[] {
  const wrong: string[] = []
  if (elapsed > bound) wrong.push(`took ${Math.round(elapsed)} ms, more than ${bound}`)
  if (!afterwards.startsWith('250')) wrong.push(`ordinary mail afterwards: ${afterwards}`)
  if (left.hopSockets > 0) wrong.push(`${left.hopSockets} connections to next hops left`)
  if (left.scratchFiles.length > 0) wrong.push(`scratch files left: ${left.scratchFiles.join(', ')}`)
  if (left.connections > 0) wrong.push(`the relay still counts ${left.connections} connections`)
  if (left.messages > 0) wrong.push(`the relay still counts ${left.messages} messages in work`)
  if (left.scratchBytes > 0) wrong.push(`the relay still counts ${left.scratchBytes} octets in scratch files`)
  return wrong
}
