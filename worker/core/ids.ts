/** Ids: prefixed, sortable by time, opaque. Made in the Worker before the batch, so that its statements can refer to them. */

/** Where randomness comes from; tests give their own. */
export type RandomBytes = (length: number) => Uint8Array;

export const systemRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Crockford's, in small letters. */
export const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The prefixes in use, each with what it names. */
export const idPrefixes = {
  ten: "tenant",
  usr: "user",
  ses: "session",
  rol: "role",
  ivt: "invitation",
  rcv: "recovery code",
  key: "API key",
  brd: "brand",
  con: "connection",
  fil: "file",
  cus: "customer",
  pln: "plan",
  sub: "subscription",
  pch: "plan change",
  inv: "invoice",
  pay: "payment",
  crn: "credit note",
  rfd: "refund",
  cru: "use of a credit",
  chk: "checkout",
  run: "billing run",
  exm: "suspension exemption",
  pst: "posting",
  aud: "audit entry",
  evt: "event",
  whk: "webhook receipt",
  exp: "export",
  imp: "import",
  cim: "customer import",
  ntf: "notification",
  dlv: "delivery",
  att: "attempt of a delivery",
  tpl: "notification template",
  dev: "push device",
  sup: "suppression",
  ann: "announcement",
  wep: "webhook endpoint",
  tsk: "task",
  trn: "task run",
  req: "request",
} as const;
export type IdPrefix = keyof typeof idPrefixes;

/** Matches an id of one kind, for schemas at the edge. */
export const idPattern = (prefix: IdPrefix) => new RegExp(`^${prefix}_[${idAlphabet}]{20}$`);

/**
 * Makes an id: the prefix, 48 bits of time and 50 random bits, in base 32 (Crockford's alphabet).
 * @example newId("cus", Date.now(), systemRandom) // "cus_01k9x3…"
 */
export function newId<P extends IdPrefix>(prefix: P, nowMs: number, random: RandomBytes): `${P}_${string}` {
  const before = tails.get(nowMs);
  const tail = before === undefined ? randomText(10, random) : successor(before);
  tails.delete(nowMs);
  tails.set(nowMs, tail);
  if (tails.size > momentsKept) tails.delete(tails.keys().next().value as number);
  return `${prefix}_${timeText(nowMs)}${tail}`;
}

/** Ids of the same millisecond rise too, so that what was made first is listed first, whoever's clock is elsewhere between. */
const tails = new Map<number, string>();
const momentsKept = 16;

function successor(text: string): string {
  for (let place = text.length - 1; place >= 0; place--) {
    const next = idAlphabet[idAlphabet.indexOf(text[place] as string) + 1];
    if (next) return text.slice(0, place) + next + idAlphabet[0]?.repeat(text.length - place - 1);
  }
  throw new Error("No more ids in this millisecond");
}

/** No id of that kind made at `nowMs` or later sorts before this. */
export const idFloor = (prefix: IdPrefix, nowMs: number): string => `${prefix}_${timeText(Math.max(0, nowMs))}`;

function timeText(nowMs: number): string {
  let text = "";
  for (let rest = nowMs, place = 0; place < 10; place++, rest = Math.floor(rest / 32))
    text = idAlphabet[rest % 32] + text;
  return text;
}

/** `length` random characters of five bits each. */
export const randomText = (length: number, random: RandomBytes): string =>
  Array.from(random(length), (byte) => idAlphabet[byte % 32]).join("");
