/**
 * A QRIS payload for a fixed amount (EMVCo merchant-presented QR: tag, two-digit length, value; checksum in tag 63).
 * @param amount whole rupiah
 * @param reference up to 25 characters, shown to the payer's app
 */
export function qrisPayload(merchantName: string, amount: number, reference: string): string {
  const fields = [
    field("00", "01"),
    field("01", "12"),
    field("26", field("00", "ID.CO.QRIS.WWW") + field("01", "936009180000000001") + field("03", "UME")),
    field("52", "4814"),
    field("53", "360"),
    field("54", String(amount)),
    field("58", "ID"),
    field("59", merchantName.replace(/[^\x20-\x7e]/g, "").slice(0, 25)),
    field("60", "JAKARTA"),
    field("62", field("01", reference.slice(0, 25))),
  ];
  const payload = `${fields.join("")}6304`;
  return payload + checksum(payload);
}

function field(tag: string, value: string): string {
  return tag + String(value.length).padStart(2, "0") + value;
}

/** CRC-16/CCITT-FALSE in four upper-case hexadecimal digits, as EMVCo prescribes. */
export function checksum(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, "ascii")) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff) >>> 0;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}
