// The fictional senders and recipients of the samples.

export interface Person {
  name: string
  address: string
}

const official = (local: string, name: string): Person => ({ name, address: `${local}.cangio@tphcm.gov.vn` })

/** Units and officers of the office: addresses of the form of Article 3. */
export const office = {
  secretariat: official('vanphong', 'Văn phòng HĐND và UBND huyện (mẫu thử)'),
  interior: official('noivu', 'Phòng Nội vụ (mẫu thử)'),
  commune: official('xamau', 'UBND xã Mẫu (mẫu thử)'),
  mau: official('nvmau', 'Nguyễn Văn Mẫu'),
  thu: official('ttthu', 'Trần Thị Thử'),
  viDu: official('lvvidu', 'Lê Văn Ví Dụ'),
}

/** Recipients of the city's official mail system. */
export const city = {
  department: { name: 'Sở Mẫu (mẫu thử)', address: 'somau@tphcm.gov.vn' },
  minhHoa: { name: 'Phạm Thị Minh Họa', address: 'ptminhhoa.somau@tphcm.gov.vn' },
  district: { name: 'Văn phòng UBND Quận Thử', address: 'vanphong.qthu@tphcm.gov.vn' },
}

/** Mailboxes of other mail systems; their domains are reserved ones (RFC 2606) but for the free-mail providers'. */
export const outside = {
  citizen: { name: 'Võ Thị Thí Dụ', address: 'vtthidu.mauthu@gmail.com' },
  yahoo: { name: 'Đỗ Văn Giả Định', address: 'dvgiadinh.mauthu@yahoo.com' },
  company: { name: 'Công ty Mẫu Thử', address: 'lienhe@congty-mau.example' },
}

/** `"name" <address>` with the name as the given function writes it. */
export const mailbox = (person: Person, write: (name: string) => string): string =>
  `${write(person.name)} <${person.address}>`
