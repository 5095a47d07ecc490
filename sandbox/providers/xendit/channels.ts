/** How a customer can pay an invoice. Names are those of `payment_methods` and `payment_channel` on the wire. */
export interface Channel {
  code: string;
  label: string;
  kind: "bank" | "qris" | "ewallet" | "outlet";
  /** Whole rupiah. Virtual accounts and outlets refuse less; QRIS and e-wallets have no minimum worth playing. */
  minAmount: number;
  /** What a virtual account or payment code begins with. */
  prefix: string;
}

const virtualAccountMinAmount = 10_000;

export const channels: readonly Channel[] = [
  bank("BCA", "10001"),
  bank("BNI", "8808"),
  bank("BRI", "26215"),
  bank("MANDIRI", "88608", "Mandiri"),
  { code: "QRIS", label: "QRIS", kind: "qris", minAmount: 1, prefix: "" },
  { code: "OVO", label: "OVO", kind: "ewallet", minAmount: 1, prefix: "08" },
  { code: "DANA", label: "DANA", kind: "ewallet", minAmount: 1, prefix: "08" },
  { code: "SHOPEEPAY", label: "ShopeePay", kind: "ewallet", minAmount: 1, prefix: "08" },
  { code: "ALFAMART", label: "Alfamart", kind: "outlet", minAmount: virtualAccountMinAmount, prefix: "TEPI" },
  { code: "INDOMARET", label: "Indomaret", kind: "outlet", minAmount: virtualAccountMinAmount, prefix: "TEPI" },
];

function bank(code: string, prefix: string, label = code): Channel {
  return { code, label, kind: "bank", minAmount: virtualAccountMinAmount, prefix };
}

/** The channel of a code in any case, or the first of a kind (`bank`, `qris`, `ewallet`, `outlet`). */
export function findChannel(name: string): Channel | undefined {
  const code = name.toUpperCase();
  return channels.find((channel) => channel.code === code) ?? channels.find((channel) => channel.kind === name);
}

/** `payment_method` of an invoice callback for each kind of channel (facts, section 4). */
export const paymentMethods: Record<Channel["kind"], string> = {
  bank: "BANK_TRANSFER",
  qris: "QR_CODE",
  ewallet: "EWALLET",
  outlet: "RETAIL_OUTLET",
};
