import { expect, test } from "vitest";
import {
  connectionChanges,
  connectionFormOf,
  connectionSchema,
  namedSecrets,
  newConnection,
  type Connection,
  type Provider,
} from "./connection-form.ts";

const label = { id: "Isian", en: "Field" };
const provider: Provider = {
  provider: "contoh",
  name: "Contoh",
  perBrand: true,
  secrets: [
    { name: "apiKey", required: true, label },
    { name: "webhookSecret", required: false, label },
  ],
  settings: [{ name: "from", required: false, label }],
};
const connection: Connection = {
  id: "con_1",
  provider: "contoh",
  brandId: null,
  name: "Contoh",
  state: "active",
  settings: { from: "a@contoh.example" },
  secrets: ["apiKey"],
  webhookUrl: "http://localhost/t/contoh/webhooks/contoh",
  lastTest: null,
  createdAt: "2026-11-20T00:00:00.000Z",
};
const faults = (existing?: Connection) =>
  connectionSchema(provider, existing)
    .safeParse(connectionFormOf(provider, existing))
    .error?.issues.map(({ path }) => path.join("."));

test("a new connection needs the provider's required secrets", () => {
  expect(faults()).toEqual(["secrets.apiKey"]);
});

test("a secret that is set need not be typed again", () => {
  expect(faults(connection)).toBeUndefined();
});

test("what was left empty is not sent", () => {
  const form = { ...connectionFormOf(provider), secrets: { apiKey: "kunci", webhookSecret: "" } };
  expect(newConnection(form, provider)).toEqual({
    provider: "contoh",
    name: "Contoh",
    settings: {},
    secrets: { apiKey: "kunci" },
  });
});

test("a change sends only what changed, and no secret that was not typed", () => {
  const form = connectionFormOf(provider, connection);
  expect(connectionChanges(form, connection, provider)).toEqual({});
  expect(connectionChanges({ ...form, allowUnsigned: true }, connection, provider)).toEqual({
    settings: { from: "a@contoh.example", allowUnsigned: true },
  });
  expect(connectionChanges({ ...form, secrets: { ...form.secrets, apiKey: "baru" } }, connection, provider)).toEqual({
    secrets: { apiKey: "baru" },
  });
});

test("a number is sent as one, a choice begins with its first, and a gateway's own secrets are asked for", () => {
  const smtp: Provider = {
    ...provider,
    settings: [
      { name: "port", required: true, label, type: "number" },
      { name: "security", required: true, label, type: "choice", choices: ["tls", "none"] },
    ],
  };
  const form = connectionFormOf(smtp);
  expect(form.settings["security"]).toBe("tls");
  expect(newConnection({ ...form, settings: { ...form.settings, port: "465" } }, smtp).settings).toEqual({
    port: 465,
    security: "tls",
  });
  expect(namedSecrets({ gateway: '{"key": "{{secret.apiKey}}", "again": "{{ secret.apiKey }}"}' })).toEqual(["apiKey"]);
});
