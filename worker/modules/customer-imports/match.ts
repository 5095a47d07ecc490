/**
 * Whom a row is about. The first of these that the row gives and that finds somebody decides: the customer's number, the
 * KTP number, the email address, the telephone number. A number must find somebody; nobody is found by email or telephone
 * who has another KTP number than the row; where two are found, the row is not taken. Pure.
 */
import { reason, type ImportField, type Reason } from "./fields.ts";
import type { Candidate } from "./found.ts";
import type { ImportRow } from "./rows.ts";

/** Candidates by what finds them. */
export class People {
  readonly #byKey = new Map<string, Candidate[]>();

  constructor(candidates: readonly Candidate[]) {
    for (const candidate of candidates) this.add(candidate);
  }

  /** Makes somebody known by what is known of them now. */
  add(candidate: Candidate): void {
    const { number, ktpDigest, email, phone } = candidate.customer;
    const keys = [number > 0 && `number:${number}`, ktpDigest && `ktp:${ktpDigest}`, email && `email:${email}`];
    for (const key of [...keys, phone && `phone:${phone}`])
      if (key) this.#byKey.set(key, [...new Set([...this.#of(key), candidate])]);
  }

  /** Whom the row is about, undefined for somebody new, or why that can't be said. */
  match({ number, values }: ImportRow, digests: readonly string[]): Candidate | Reason | undefined {
    if (number !== undefined) return this.#of(`number:${number}`)[0] ?? noSuchNumber(number);
    const isSamePerson = ({ customer: { ktpDigest } }: Candidate) =>
      digests.length === 0 || ktpDigest === null || digests.includes(ktpDigest);
    const ways: [ImportField, Candidate[]][] = [
      ["ktp", digests.flatMap((digest) => this.#of(`ktp:${digest}`))],
      ["email", values.email ? this.#of(`email:${values.email}`).filter(isSamePerson) : []],
      ["phone", values.phone ? this.#of(`phone:${values.phone}`).filter(isSamePerson) : []],
    ];
    const [field, found] = ways.find(([, list]) => list.length > 0) ?? ["ktp", []];
    return found.length > 1 ? ambiguous(field, found) : found[0];
  }

  #of(key: string): Candidate[] {
    return this.#byKey.get(key) ?? [];
  }
}

const noSuchNumber = (number: number): Reason =>
  reason(
    "number",
    `Tidak ada pelanggan nomor ${number}. Kosongkan nomornya untuk pelanggan baru.`,
    `There is no customer ${number}. Leave the number empty for a new customer.`,
  );

function ambiguous(field: ImportField, found: readonly Candidate[]): Reason {
  const numbers = found.map(({ customer }) => customer.number).filter((number) => number > 0);
  const [id, en] = numbers.length === 0 ? ["", ""] : [` (${numbers.join(", ")})`, ` (${numbers.join(", ")})`];
  return reason(
    field,
    `Beberapa pelanggan cocok${id}. Isi No Pelanggan agar jelas.`,
    `Several customers match${en}. Give the customer number.`,
  );
}

export const isReason = (found: Candidate | Reason | undefined): found is Reason =>
  found !== undefined && "message" in found;
