/** Amounts in words, as a receipt has them: «satu juta dua ratus ribu rupiah». Pure. */
import type { Locale } from "../../../core/errors.ts";

/** An amount in rupiah, 0 to 9,007,199,254,740,991, in small letters. @throws RangeError for any other number */
export function amountInWords(amount: number, locale: Locale): string {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`No amount: ${amount}`);
  const words = amount === 0 ? zero[locale] : scaled(amount, 0, languages[locale]);
  return `${words} rupiah`;
}

const zero: Record<Locale, string> = { id: "nol", en: "zero" };

interface Language {
  /** 1–999. */
  hundreds(value: number): string;
  /** What a thousand, a million … is called; the first is for units. */
  scales: readonly string[];
  /** Where a thousand has a word of its own. */
  oneThousand?: string;
}

/** A number by groups of three digits, the largest first. */
function scaled(value: number, scale: number, language: Language): string {
  const [higher, group] = [Math.floor(value / 1000), value % 1000];
  const before = higher === 0 ? "" : scaled(higher, scale + 1, language);
  return [before, groupInWords(group, scale, language)].filter(Boolean).join(" ");
}

function groupInWords(group: number, scale: number, { hundreds, scales, oneThousand }: Language): string {
  if (group === 0) return "";
  if (group === 1 && scale === 1 && oneThousand) return oneThousand;
  return [hundreds(group), scales[scale]].filter(Boolean).join(" ");
}

const satuan = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];

function ratusan(value: number): string {
  const [hundred, rest] = [Math.floor(value / 100), value % 100];
  const [ten, one] = [Math.floor(rest / 10), rest % 10];
  const before = hundred === 0 ? "" : hundred === 1 ? "seratus" : `${satuan[hundred]} ratus`;
  const after =
    rest < 10
      ? satuan[one]
      : rest === 10
        ? "sepuluh"
        : rest === 11
          ? "sebelas"
          : ten === 1
            ? `${satuan[one]} belas`
            : `${satuan[ten]} puluh ${satuan[one]}`;
  return `${before} ${after}`.trim();
}

const teens =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

function hundreds(value: number): string {
  const [hundred, rest] = [Math.floor(value / 100), value % 100];
  const after =
    rest < 20
      ? teens[rest]
      : [tens[Math.floor(rest / 10) - 2], rest % 10 ? teens[rest % 10] : ""].filter(Boolean).join("-");
  return [hundred && `${teens[hundred]} hundred`, rest && after].filter(Boolean).join(" ");
}

const languages: Record<Locale, Language> = {
  id: { hundreds: ratusan, scales: ["", "ribu", "juta", "miliar", "triliun", "kuadriliun"], oneThousand: "seribu" },
  en: { hundreds, scales: ["", "thousand", "million", "billion", "trillion", "quadrillion"] },
};
