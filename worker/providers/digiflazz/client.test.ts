import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { strike, turn } from "../../../test/support/providers.ts";
import { signOf, testAccount, type DigiflazzAccount } from "./client.ts";

const documented = { username: "tepi-demo", apiKey: "dev-00000000-1111-2222-3333-444444444444" };

it.each([
  ["depo", "5bbe168e5ae68b026ebc08611dcd2e58"],
  ["pricelist", "9d24b9a87eaca6dbbd555613098e5fe2"],
  ["deposit", "d8c5e0ea8a446167426a405027611751"],
  ["TEPI-0001", "3ce06b5bc34ac9d53874872aecb52556"],
  ["530000000001", "e92cb314b2697a3466246ddce8f30d3c"],
])("the signature for %s is the documented one", (suffix, sign) => {
  expect(signOf(documented, suffix)).toBe(sign);
});

describe("the test of an account", () => {
  const account = (rest: Partial<DigiflazzAccount> = {}): DigiflazzAccount => ({
    baseUrl: `${env.TEST_SANDBOX_URL}/digiflazz`,
    username: "kios-uji",
    apiKey: "kunci-uji",
    ...rest,
  });

  it("tells its deposit, or why the provider refuses it", async () => {
    await turn("/digiflazz/_accounts", { username: "kios-uji", apiKey: "kunci-uji", deposit: 2_750_000 });
    expect(await testAccount(account())).toEqual({ ok: true, detail: "Digiflazz: Rp 2.750.000" });
    expect(await testAccount(account({ apiKey: "lain" }))).toEqual({
      ok: false,
      detail: "Digiflazz: 41 Signature tidak valid",
    });
    expect(await testAccount(account({ username: "bad-kios" }))).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^Digiflazz: 42 /) as string,
    });
    expect(await testAccount(account({ baseUrl: "http://127.0.0.1:1" }))).toEqual({
      ok: false,
      detail: "Digiflazz: unreachable",
    });
  });

  it("never repeats the key, its signature or the user name", async () => {
    const sign = signOf(account(), "depo");
    const body = { data: { rc: "41", message: `kios-uji kunci-uji ${sign} ditolak` } };
    await strike("digiflazz", "/cek-saldo", { kind: "fail", status: 400, body });
    expect(await testAccount(account())).toEqual({ ok: false, detail: "Digiflazz: 41 […] […] […] ditolak" });
  });
});
