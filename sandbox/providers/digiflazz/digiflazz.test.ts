import { expect, test, vi } from "vitest";

import { openReceiver, openSandbox, send } from "../../testing.ts";
import { signatureOf, signOf } from "./wire.ts";

const account = { username: "tepi-demo", apiKey: "dev-00000000-1111-2222-3333-444444444444" };
const sign = "5bbe168e5ae68b026ebc08611dcd2e58";

test("the documented signatures", () => {
  expect(signOf(account.username, account.apiKey, "depo")).toBe(sign);
  const body = String.raw`{"data":{"ref_id":"TEPI-0002","message":"Sukses","sn":"BUDI\/20261120"}}`;
  expect(signatureOf("rahasia-tepi", body)).toBe("sha1=b7ad0ad360a28fd35286c201e044e9945da73039");
});

test("the balance is answered to the right signature alone", async () => {
  const { url } = await openSandbox();
  const ask = (change: object = {}) =>
    send(`${url}/digiflazz/v1/cek-saldo`, {
      body: { cmd: "deposit", username: account.username, sign, ...change },
    });
  expect((await ask({ sign: "0".repeat(32) })).body).toEqual({ data: { deposit: 1_000_000 } });
  await send(`${url}/digiflazz/_accounts`, { body: { ...account, deposit: 2_750_000 } });
  expect(await ask()).toMatchObject({ status: 200, body: { data: { deposit: 2_750_000 } } });
  expect(await ask({ sign: "0".repeat(32) })).toMatchObject({ status: 400, body: { data: { rc: "41" } } });
  expect(await ask({ username: "bad-demo" })).toMatchObject({ status: 400, body: { data: { rc: "42" } } });
  expect(await ask({ cmd: "saldo" })).toMatchObject({ status: 400, body: { data: { rc: "40" } } });
});

test("a key that begins with bad- is refused though it signs well", async () => {
  const { url } = await openSandbox();
  const bad = { username: "tepi-demo", apiKey: "bad-key" };
  await send(`${url}/digiflazz/_accounts`, { body: bad });
  const body = { cmd: "deposit", username: bad.username, sign: signOf(bad.username, bad.apiKey, "depo") };
  expect((await send(`${url}/digiflazz/v1/cek-saldo`, { body })).body).toMatchObject({ data: { rc: "41" } });
});

test("a webhook is signed over its bytes and goes to the tenant's address", async () => {
  const receiver = await openReceiver();
  const { url } = await openSandbox({ tepiUrl: receiver.url });
  const told = { tenant: "kios", secret: "rahasia-tepi", refId: "TEPI-0001", status: "Sukses", sn: "BUDI/1" };
  const sent = await send<{ callback: { text: string } }>(`${url}/digiflazz/_callback`, { body: told });
  expect(sent.status).toBe(202);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
  const [call] = receiver.received;
  expect(call).toMatchObject({
    path: "/t/kios/webhooks/digiflazz",
    headers: {
      "user-agent": "Digiflazz-Hookshot",
      "x-digiflazz-event": "update",
      "x-hub-signature": signatureOf("rahasia-tepi", sent.body.callback.text),
    },
    body: { data: { ref_id: "TEPI-0001", status: "Sukses", rc: "00", sn: "BUDI/1" } },
  });
  expect(sent.body.callback.text).toContain(String.raw`BUDI\/1`);
  expect((await send(`${url}/digiflazz/_callback`, { body: { ...told, status: "OK" } })).status).toBe(400);
});
