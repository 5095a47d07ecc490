import { beforeEach, expect, test, vi } from "vitest";
import * as format from "./i18n.svelte.ts";

const { i18n } = format;
const stored = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => stored.set(key, value),
  removeItem: (key: string) => stored.delete(key),
});
const plain = (text: string) => text.replace(/\s/g, " ");

beforeEach(() => {
  stored.clear();
  i18n.set("id");
  i18n.useTenant({ timeZone: "Asia/Jakarta" });
});

test("money is whole rupiah in the customs of the language", () => {
  expect(plain(format.money(1250000))).toBe("Rp 1.250.000");
  expect(plain(format.money(-5000))).toBe("-Rp 5.000");
  i18n.set("en");
  expect(plain(format.money(1250000))).toBe("Rp 1,250,000");
});

test("a moment is shown in the tenant's zone, whatever zone this machine is in", () => {
  const at = "2026-11-20T16:30:00Z";
  expect(format.dateTime(at)).toBe("20 Nov 2026, 23.30");
  i18n.useTenant({ timeZone: "Asia/Jayapura" });
  expect(format.dateTime(at)).toBe("21 Nov 2026, 01.30");
  expect(i18n.zoneName).toBe("WIT");
});

test("a business date stays its day in every zone (B18)", () => {
  for (const timeZone of ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "America/Los_Angeles"]) {
    i18n.useTenant({ timeZone });
    expect(format.businessDate("2026-01-31")).toBe("31 Jan 2026");
    expect(format.businessMonth("2026-01-31")).toBe("Januari 2026");
  }
});

test("today is the tenant's today", () => {
  const at = Date.parse("2026-11-20T16:30:00Z");
  expect(format.businessDay(at)).toBe("2026-11-20");
  i18n.useTenant({ timeZone: "Asia/Jayapura" });
  expect(format.businessDay(at)).toBe("2026-11-21");
});

test("what is near is told in words, what is far by its date", () => {
  const now = Date.parse("2026-11-20T10:00:00Z");
  expect(format.relative(now - 20_000, now)).toBe("sekarang");
  expect(format.relative(now - 5 * 60_000, now)).toBe("5 menit yang lalu");
  expect(format.relative(now - 26 * 3_600_000, now)).toBe("kemarin");
  expect(format.relative("2026-01-02T03:00:00Z", now)).toBe("2 Jan 2026");
});

test("the tenant's language holds until the user chooses one", () => {
  stored.clear();
  i18n.useTenant({ timeZone: "Asia/Jakarta", locale: "en" });
  expect(i18n.locale).toBe("en");
  stored.set("PARAGLIDE_LOCALE", "id");
  i18n.set("id");
  i18n.useTenant({ timeZone: "Asia/Jakarta", locale: "en" });
  expect(i18n.locale).toBe("id");
});

test("a language that was only guessed from the browser gives way to the tenant's", async () => {
  vi.resetModules();
  vi.stubEnv("SSR", false);
  stored.clear();
  vi.stubGlobal("window", { location: { href: "https://tepi.example/" } });
  vi.stubGlobal("navigator", { languages: ["en-GB"] });
  const { i18n: fresh } = await import("./i18n.svelte.ts");
  expect(fresh.locale).toBe("en");
  expect([...stored.keys()]).toEqual([]);
  fresh.useTenant({ timeZone: "Asia/Jakarta", locale: "id" });
  expect(fresh.locale).toBe("id");
});
