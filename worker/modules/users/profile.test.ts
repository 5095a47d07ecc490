import { describe, expect, it } from "vitest";
import type { PageBody } from "../../../test/support/billing.ts";
import { env, TestTenant, type Answer } from "../../../test/support/tenant.ts";
import { encodeJpeg } from "../files/codecs.ts";
import { pngOf, samplePdf, samplePng, withExif } from "../files/testing.ts";

interface Profile {
  userId: string;
  fullName: string | null;
  phone: string | null;
  bankAccount: { bankName: string; holder: string; number: string } | null;
  avatar: { fileId: string; url: string } | null;
  identity: {
    state: string;
    fileId: string | null;
    ktp: string | null;
    rejectedReason: string | null;
    reviewedAt: string | null;
  };
  code?: string;
  errors?: { field: string }[];
}
interface Log {
  action: string;
  entity: string;
  after: Record<string, unknown> | null;
}

const ktp = "3174012345678901";
const bankAccount = { bankName: "Bank Contoh", holder: "Pemilik Contoh", number: "123-456-7890" };

/** Calls as one person of the tenant. */
const callerOf =
  (tenant: TestTenant, token = tenant.token) =>
  <T = Profile>(method: string, path: string, body?: unknown): Promise<Answer<T>> =>
    tenant.call<T>(method, `/api/v1${path}`, { token, ...(body !== undefined && { body }) });
const logsOf = async (tenant: TestTenant) =>
  (await tenant.as<PageBody<Log>>("GET", "/activity-logs?limit=100")).body.data;
const textOf = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString("latin1");
const open = (tenant: TestTenant, url: string) => tenant.fetch("GET", url.slice(new URL(url).origin.length));
const keysOf = async (tenant: TestTenant) =>
  (await env.FILES.list({ prefix: `${tenant.id}/` })).objects.map(({ key }) => key.split("/").at(-1));

describe("a profile", () => {
  it("is empty at first, keeps what it is told, and forgets what is taken back", async () => {
    const call = callerOf(await TestTenant.signUp());
    expect((await call("GET", "/auth/me/profile")).body).toMatchObject({
      fullName: null,
      bankAccount: null,
      avatar: null,
      identity: { state: "none" },
    });
    const told = await call("PATCH", "/auth/me/profile", {
      fullName: " Melati Contoh ",
      phone: "0812-3456-789",
      birthDate: "1990-02-28",
      gender: "female",
      address: "Jalan Melati 7",
    });
    expect(told.body).toMatchObject({ fullName: "Melati Contoh", phone: "628123456789", birthDate: "1990-02-28" });
    const changed = await call("PATCH", "/auth/me/profile", { phone: null, address: "" });
    expect(changed.body).toMatchObject({ fullName: "Melati Contoh", phone: null, address: null });
    expect((await call("GET", "/auth/me/profile")).body).toEqual(changed.body);
  });

  it("names each field at fault", async () => {
    const call = callerOf(await TestTenant.signUp());
    const wrong: [object, string][] = [
      [{ phone: "abc" }, "phone"],
      [{ birthDate: "1990-02-30" }, "birthDate"],
      [{ gender: "x" }, "gender"],
      [{ bankAccount: { ...bankAccount, number: "12ab" } }, "bankAccount.number"],
      [{ bankAccount: { number: "1234567890", holder: "Melati" } }, "bankAccount.bankName"],
    ];
    for (const [body, field] of wrong) {
      const answer = await call("PATCH", "/auth/me/profile", body);
      expect([answer.status, answer.body.errors?.map((each) => each.field)]).toEqual([422, [field]]);
    }
  });

  it("is written by one at a time, from the first thing told", async () => {
    const call = callerOf(await TestTenant.signUp());
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, n) => call("PATCH", "/auth/me/profile", { fullName: `Nama ${round}${n}` })),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => ![200, 409].includes(status))).toEqual([]);
      expect(statuses).toContain(200);
    }
  });
});

describe("bank and KTP numbers", () => {
  it("are masked in every answer and in no log or row; revealed to who may, with a line in the log", async () => {
    const tenant = await TestTenant.signUp();
    const [call, staff] = [callerOf(tenant), callerOf(tenant, await tenant.member("staff"))];
    const told = await staff("PATCH", "/auth/me/profile", { bankAccount, birthDate: "1990-02-28" });
    expect(told.body.bankAccount).toEqual({ ...bankAccount, number: "****7890" });
    const file = await staff<{ id: string }>("POST", "/files?purpose=identity", samplePdf);
    const sent = await staff("POST", "/auth/me/identity", { fileId: file.body.id, ktp });
    expect(sent.body.identity.ktp).toBe("************8901");
    const { userId } = sent.body;

    const revealed = await call<object>("POST", `/users/${userId}/reveal`, { fields: ["bankAccount", "ktp"] });
    expect(revealed.body).toEqual({ bankAccount: { ...bankAccount, number: "1234567890" }, ktp });
    const one = await call<object>("POST", `/users/${userId}/reveal`, { fields: ["ktp"] });
    expect(one.body).toEqual({ ktp });
    expect((await staff("POST", `/users/${userId}/reveal`, { fields: ["ktp"] })).status).toBe(403);

    const logs = await logsOf(tenant);
    expect(logs.filter(({ action }) => action === "user.revealed").map(({ after }) => after)).toEqual([
      { fields: ["ktp"] },
      { fields: ["bankAccount", "ktp"] },
    ]);
    const seen = [
      (await call("GET", `/users/${userId}/profile`)).body,
      (await staff("GET", "/auth/me/profile")).body,
      (await call("GET", "/identities")).body,
      (await call("POST", `/users/${userId}/identity/verification`, {})).body,
      await logsOf(tenant),
    ];
    const ctx = await tenant.context();
    const { userProfiles } = await import("./schema.ts");
    const { auditEntries } = await import("../audit/schema.ts");
    const { outbox } = await import("../outbox/schema.ts");
    const { store } = ctx;
    const rows = await store.read(
      store.db.select().from(userProfiles).where(store.own(userProfiles)),
      store.db.select().from(auditEntries).where(store.own(auditEntries)),
      store.db.select().from(outbox).where(store.own(outbox)),
    );
    for (const text of [JSON.stringify(seen), JSON.stringify(rows)])
      for (const secret of [ktp, "1234567890", "123-456-7890"]) expect(text).not.toContain(secret);
    const [row] = rows[0];
    for (const sealed of [row?.ktpSealed, row?.ktpDigest, row?.bankNumberSealed])
      expect(JSON.stringify([seen, rows[1]])).not.toContain(sealed);
    for (const personal of ["1990-02-28", bankAccount.holder]) expect(JSON.stringify(rows[1])).not.toContain(personal);
  });

  it("of another company's user are not there", async () => {
    const [tenant, other] = [await TestTenant.signUp(), await TestTenant.signUp()];
    const { userId } = (await callerOf(other)("PATCH", "/auth/me/profile", { bankAccount })).body;
    const answer = await callerOf(tenant)("POST", `/users/${userId}/reveal`, { fields: ["bankAccount"] });
    expect(answer.status).toBe(404);
  });
});

describe("an avatar", () => {
  it("is small, without place or camera, and for everybody of the company", async () => {
    const tenant = await TestTenant.signUp();
    const data = new Uint8ClampedArray(400 * 600 * 4).fill(120);
    const photo = withExif(await encodeJpeg({ data, width: 400, height: 600 }, 90), 6, "GPSLatitude 6 10 31 S");
    const set = await callerOf(tenant)<{ fileId: string; url: string }>("PUT", "/auth/me/avatar", photo);
    expect(set.status).toBe(200);
    const content = await open(tenant, set.body.url);
    expect(content.headers.get("content-type")).toBe("image/jpeg");
    const kept = await textOf(content);
    for (const word of ["Exif", "GPS"]) expect(kept).not.toContain(word);
    const frame = Buffer.from(kept, "latin1");
    const { sniff } = await import("../files/sniff.ts");
    expect(sniff(frame)).toMatchObject({ width: 256, height: 256, length: frame.length });

    const warehouse = callerOf(tenant, await tenant.member("warehouse"));
    expect((await warehouse("GET", `/files/${set.body.fileId}`)).status).toBe(200);
  });

  it("replaces the one before, whose object goes; taken away, nothing is left", async () => {
    const tenant = await TestTenant.signUp();
    const call = callerOf(tenant);
    const first = await call<{ fileId: string }>("PUT", "/auth/me/avatar", samplePng);
    const second = await call<{ fileId: string }>(
      "PUT",
      "/auth/me/avatar",
      pngOf(9, 9, () => [1, 2, 3, 255]),
    );
    expect((await call("GET", "/auth/me/profile")).body.avatar?.fileId).toBe(second.body.fileId);
    expect((await call("GET", `/files/${first.body.fileId}`)).status).toBe(404);
    await tenant.settle();
    expect(await keysOf(tenant)).toEqual([second.body.fileId]);
    expect((await call("DELETE", "/auth/me/avatar")).status).toBe(204);
    expect((await call("DELETE", "/auth/me/avatar")).status).toBe(204);
    await tenant.settle();
    expect([(await call("GET", "/auth/me/profile")).body.avatar, await keysOf(tenant)]).toEqual([null, []]);
  });

  it("must be a picture", async () => {
    const call = callerOf(await TestTenant.signUp());
    expect((await call("PUT", "/auth/me/avatar", samplePdf)).status).toBe(415);
    expect((await call("PUT", "/auth/me/avatar", samplePng.subarray(0, 30))).status).toBe(422);
  });
});

describe("an identity document", () => {
  const submitted = async () => {
    const tenant = await TestTenant.signUp();
    const staff = callerOf(tenant, await tenant.member("staff"));
    const send = async () => (await staff<{ id: string }>("POST", "/files?purpose=identity", samplePdf)).body.id;
    const fileId = await send();
    const { body } = await staff("POST", "/auth/me/identity", { fileId, ktp });
    return { tenant, staff, send, fileId, userId: body.userId, admin: callerOf(tenant, await tenant.member("admin")) };
  };

  it("goes from submitted to verified, once, and no further", async () => {
    const { tenant, staff, send, admin, userId, fileId } = await submitted();
    const waiting = await admin<PageBody<{ userId: string; fileId: string }>>("GET", "/identities");
    expect(waiting.body.data.map((each) => [each.userId, each.fileId])).toEqual([[userId, fileId]]);
    const path = `/users/${userId}/identity`;
    const race = await Promise.all([1, 2, 3].map(() => admin("POST", `${path}/verification`, { fileId })));
    expect(race.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect((await staff("GET", "/auth/me/profile")).body.identity.state).toBe("verified");
    expect((await admin("POST", `${path}/rejection`, { reason: "Buram" })).body.code).toBe("wrong_state");
    const again = await staff("POST", "/auth/me/identity", { fileId: await send() });
    expect([again.status, again.body.code]).toEqual([409, "wrong_state"]);
    expect((await admin<PageBody<object>>("GET", "/identities")).body.data).toEqual([]);
    const actions = (await logsOf(tenant)).map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining(["user_profile.identity_submitted", "user_profile.identity_verified", "file.claimed"]),
    );
  });

  it("is rejected with a reason and may be sent again; the document before goes", async () => {
    const { tenant, staff, send, admin, userId, fileId } = await submitted();
    const path = `/users/${userId}/identity`;
    expect((await admin("POST", `${path}/rejection`, {})).status).toBe(422);
    const rejected = await admin("POST", `${path}/rejection`, { reason: "Foto buram" });
    expect(rejected.body.identity).toMatchObject({ state: "rejected", rejectedReason: "Foto buram" });
    const second = await send();
    const again = await staff("POST", "/auth/me/identity", { fileId: second });
    expect(again.body.identity).toMatchObject({
      state: "submitted",
      fileId: second,
      rejectedReason: null,
      ktp: "************8901",
    });
    await tenant.settle();
    expect(await keysOf(tenant)).toEqual([second]);
    expect((await staff("GET", `/files/${fileId}`)).status).toBe(404);
  });

  it("that has been replaced is not verified by who saw the one before", async () => {
    const { staff, send, admin, userId, fileId } = await submitted();
    await staff("POST", "/auth/me/identity", { fileId: await send() });
    const late = await admin("POST", `/users/${userId}/identity/verification`, { fileId });
    expect([late.status, late.body.code]).toEqual([409, "conflict"]);
  });

  it("is verified by nobody for themselves, and by nobody without the permission", async () => {
    const tenant = await TestTenant.signUp();
    const owner = callerOf(tenant);
    const file = await owner<{ id: string }>("POST", "/files?purpose=identity", samplePdf);
    const { userId } = (await owner("POST", "/auth/me/identity", { fileId: file.body.id })).body;
    for (const [verb, body] of [
      ["verification", {}],
      ["rejection", { reason: "Buram" }],
    ] as const)
      expect((await owner("POST", `/users/${userId}/identity/${verb}`, body)).status).toBe(403);
    const manager = callerOf(tenant, await tenant.member("manager"));
    expect((await manager("POST", `/users/${userId}/identity/verification`, {})).status).toBe(403);
  });

  it("is seen by its user and by those who verify, and by nobody else", async () => {
    const { tenant, staff, admin, fileId } = await submitted();
    expect((await staff("GET", `/files/${fileId}`)).status).toBe(200);
    expect((await admin("GET", `/files/${fileId}`)).status).toBe(200);
    for (const role of ["manager", "cs", "customer"] as const) {
      const answer = await callerOf(tenant, await tenant.member(role))("GET", `/files/${fileId}`);
      expect([role, answer.status]).toEqual([role, 403]);
    }
    const foreign = await TestTenant.signUp();
    expect((await callerOf(foreign)("GET", `/files/${fileId}`)).status).toBe(404);
  });

  it("is one's own file, sent for that: another's, another purpose's and a used one are refused", async () => {
    const { tenant, staff, admin, fileId } = await submitted();
    const attachment = await staff<{ id: string }>("POST", "/files?purpose=attachment", samplePdf);
    const others = await admin<{ id: string }>("POST", "/files?purpose=identity", samplePdf);
    for (const id of [attachment.body.id, others.body.id, fileId, "fil_00000000000000000000"]) {
      const answer = await staff("POST", "/auth/me/identity", { fileId: id });
      expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, "fileId"]);
    }
    await tenant.settle();
  });

  it("tells the dashboards of each step", async () => {
    const { tenant, admin, userId } = await submitted();
    await admin("POST", `/users/${userId}/identity/verification`, {});
    const ctx = await tenant.context();
    const { outbox } = await import("../outbox/schema.ts");
    const [rows] = await ctx.store.read(
      ctx.store.db.select({ type: outbox.type, data: outbox.data }).from(outbox).where(ctx.store.own(outbox)),
    );
    const told = rows.filter(({ type }) => type.startsWith("user.identity"));
    expect(told).toEqual([
      { type: "user.identity_submitted", data: { userId } },
      { type: "user.identity_verified", data: { userId } },
    ]);
  });
});
