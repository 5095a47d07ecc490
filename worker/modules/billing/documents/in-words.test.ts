import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountInWords } from "./in-words.ts";

describe("an amount in words", () => {
  it.each([
    [0, "nol"],
    [1, "satu"],
    [9, "sembilan"],
    [10, "sepuluh"],
    [11, "sebelas"],
    [12, "dua belas"],
    [19, "sembilan belas"],
    [20, "dua puluh"],
    [21, "dua puluh satu"],
    [99, "sembilan puluh sembilan"],
    [100, "seratus"],
    [101, "seratus satu"],
    [110, "seratus sepuluh"],
    [111, "seratus sebelas"],
    [200, "dua ratus"],
    [999, "sembilan ratus sembilan puluh sembilan"],
    [1_000, "seribu"],
    [1_001, "seribu satu"],
    [1_100, "seribu seratus"],
    [2_000, "dua ribu"],
    [10_000, "sepuluh ribu"],
    [11_000, "sebelas ribu"],
    [21_000, "dua puluh satu ribu"],
    [100_000, "seratus ribu"],
    [101_000, "seratus satu ribu"],
    [166_500, "seratus enam puluh enam ribu lima ratus"],
    [1_000_000, "satu juta"],
    [1_001_000, "satu juta seribu"],
    [1_200_000, "satu juta dua ratus ribu"],
    [11_011_011, "sebelas juta sebelas ribu sebelas"],
    [100_000_000, "seratus juta"],
    [1_000_000_000, "satu miliar"],
    [1_001_001_001, "satu miliar satu juta seribu satu"],
    [1_000_000_000_000, "satu triliun"],
    [
      9_007_199_254_740_991,
      "sembilan kuadriliun tujuh triliun seratus sembilan puluh sembilan miliar dua ratus lima puluh empat juta tujuh ratus empat puluh ribu sembilan ratus sembilan puluh satu",
    ],
  ])("%i is «%s rupiah»", (amount, words) => {
    expect(amountInWords(amount, "id")).toBe(`${words} rupiah`);
  });

  it.each([
    [0, "zero"],
    [13, "thirteen"],
    [40, "forty"],
    [21_000, "twenty-one thousand"],
    [166_500, "one hundred sixty-six thousand five hundred"],
    [1_200_000, "one million two hundred thousand"],
    [1_000_000_001, "one billion one"],
  ])("in English, %i is «%s rupiah»", (amount, words) => {
    expect(amountInWords(amount, "en")).toBe(`${words} rupiah`);
  });

  it("is another for every amount, and never holds a gap", () => {
    const said = new Map<string, number>();
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom("id" as const, "en" as const), (amount, locale) => {
        const words = amountInWords(amount, locale);
        expect(words).not.toMatch(/undefined| {2}|^ |0/);
        expect(said.get(`${locale} ${words}`) ?? amount).toBe(amount);
        said.set(`${locale} ${words}`, amount);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 60])("of %d is refused", (amount) => {
    expect(() => amountInWords(amount, "id")).toThrow(RangeError);
  });
});
