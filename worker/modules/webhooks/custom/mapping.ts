/** From a provider's fields to ours. Nothing here throws: what can't be mapped is named, field by field. */
import type { Locale } from "../../../core/errors.ts";
import { isDate, startOfDate, type TimeZone } from "../../../core/time.ts";
import type { FieldRule } from "./fields.ts";
import { parsePath, valueAt } from "../../../core/paths.ts";
import type { FieldMapping, FieldSource } from "./types.ts";

export interface FieldProblem {
  field: string;
  message: Record<Locale, string>;
}

export interface Mapped {
  /** Texts, amounts in rupiah, moments in epoch milliseconds. Optional fields without a value are left out. */
  values: Record<string, string | number>;
  problems: FieldProblem[];
}

type Words = Record<Locale, string>;
/** A value, a complaint, or neither where there is nothing. */
type Found = { value: string | number } | { problem: Words } | undefined;

const problem = (id: string, en: string): Found => ({ problem: { id, en } });

/** Maps a body to the fields that `rules` names. Moments without an offset are in `zone`. */
export function mapFields(
  document: unknown,
  mapping: FieldMapping,
  rules: Readonly<Record<string, FieldRule>>,
  zone: TimeZone,
): Mapped {
  const values: Mapped["values"] = Object.create(null);
  const problems: FieldProblem[] = [];
  for (const [field, rule] of Object.entries(rules)) {
    const source = Object.hasOwn(mapping, field) ? mapping[field] : undefined;
    const found = source ? read(document, source, rule, zone) : undefined;
    if (found && "value" in found) values[field] = found.value;
    else if (found) problems.push({ field, message: found.problem });
    else if (rule.required) problems.push({ field, message: missing(source) });
  }
  return { values, problems };
}

function missing(source: FieldSource | undefined): Words {
  if (!source || !("path" in source)) return { id: "Belum dipetakan.", en: "Not mapped yet." };
  return { id: `Tidak ada isi di ${source.path}.`, en: `There is nothing at ${source.path}.` };
}

function read(document: unknown, source: FieldSource, rule: FieldRule, zone: TimeZone): Found {
  if ("text" in source) return convert(source.text, rule, zone);
  const steps = parsePath(source.path);
  if (!steps) return problem(`${source.path} bukan jalur yang benar.`, `${source.path} is not a path.`);
  const raw = valueAt(document, steps);
  if (raw === undefined || raw === null || raw === "") return undefined;
  if (typeof raw === "object")
    return problem(
      `Di ${source.path} ada sekelompok isian, bukan satu nilai.`,
      `At ${source.path} there is a group of fields, not one value.`,
    );
  const known = source.values && Object.hasOwn(source.values, String(raw)) ? source.values[String(raw)] : undefined;
  return convert(known ?? raw, rule, zone);
}

function convert(raw: unknown, rule: FieldRule, zone: TimeZone): Found {
  if (typeof raw === "number" && Number.isInteger(raw) && !Number.isSafeInteger(raw))
    return problem(
      "Angka ini terlalu panjang untuk dibaca tepat. Minta penyedia mengirimnya sebagai teks.",
      "This number is too long to be read exactly. Ask the provider to send it as text.",
    );
  if (rule.kind === "amount") return amountOf(raw, rule.max);
  if (rule.kind === "moment") return momentOf(raw, zone);
  return textOf(String(raw), rule.maxLength, rule.cut ?? false);
}

/** As the store can keep it: neither NUL nor half a character. */
function textOf(raw: string, maxLength: number, cut: boolean): Found {
  const text = raw.replaceAll("\0", "").toWellFormed().trim();
  if (text === "") return undefined;
  if (text.length <= maxLength) return { value: text };
  if (cut) return { value: `${text.slice(0, maxLength - 1).toWellFormed()}…` };
  return problem(`Lebih dari ${maxLength} karakter.`, `Longer than ${maxLength} characters.`);
}

function amountOf(raw: unknown, max: number): Found {
  const text = typeof raw === "string" ? raw.trim() : raw;
  // `150.000` is a hundred and fifty thousand here and a hundred and fifty there: not guessed.
  const amount = typeof text === "string" && /^\d{1,15}(\.00?)?$/.test(text) ? Number(text) : text;
  if (typeof amount !== "number" || !Number.isInteger(amount) || amount < 1 || amount > max)
    return problem(
      `Harus rupiah bulat dari 1 sampai ${max}, ditulis dengan angka saja.`,
      `Must be whole rupiah from 1 to ${max}, in digits only.`,
    );
  return { value: amount };
}

const moment = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(Z|[+-]\d\d:?\d\d)?)?$/i;
const [earliest, latest] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];

/** ISO 8601, with or without an offset, or a Unix time in seconds or milliseconds. */
function momentOf(raw: unknown, zone: TimeZone): Found {
  const text = String(raw).trim();
  const atMs = /^\d{9,13}$/.test(text) ? Number(text) * (text.length < 12 ? 1000 : 1) : isoMoment(text, zone);
  if (atMs === undefined || !(atMs >= earliest && atMs < latest))
    return problem(
      "Bukan waktu yang dikenal. Yang dikenal: ISO 8601 atau waktu Unix.",
      "Not a time we know: ISO 8601 or Unix time.",
    );
  return { value: atMs };
}

function isoMoment(text: string, zone: TimeZone): number | undefined {
  const [, date, time, offset] = moment.exec(text) ?? [];
  if (!date || !isDate(date)) return undefined;
  if (!time) return startOfDate(zone, date);
  if (offset) return Date.parse(`${date}T${time}${offset.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2").toUpperCase()}`);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return startOfDate(zone, date) + (Date.parse(`${date}T${time}Z`) - midnight);
}
