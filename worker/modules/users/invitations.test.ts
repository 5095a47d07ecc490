import { describe, expect, it } from "vitest";
import { mailedToken, mailsTo } from "../../../test/support/mail.ts";
import { TestTenant } from "../../../test/support/tenant.ts";

interface Sent {
  id: string;
  state: string;
  link: string | null;
  code: string;
  errors: { field: string }[];
}
interface Tokens {
  access_token: string;
  code: string;
  errors?: { field: string }[];
}

const week = 7 * 86_400_000;
const tokenOf = ({ link }: Sent): string => link?.split("/join/")[1] ?? "";
const invite = async (tenant: TestTenant, body: object = { role: "staff" }) =>
  (await tenant.as<Sent>("POST", "/invitations", body)).body;
const look = (tenant: TestTenant, token: string) =>
  tenant.call<Record<string, unknown>>("GET", `/api/v1/public/invitations/${token}`);
const accept = (tenant: TestTenant, token: string, given: object = {}, address = tenant.address) =>
  tenant.call<Tokens>("POST", `/api/v1/public/invitations/${token}/acceptance`, {
    body: { name: "Kenanga", username: "kenanga", password: "ikan-terbang-9", ...given },
    headers: { "cf-connecting-ip": address },
  });
const me = (tenant: TestTenant, token: string) =>
  tenant.call<{ user: { role: string; email: string; emailConfirmed: boolean } }>("GET", "/api/v1/auth/me", { token });

describe("an invitation by mail", () => {
  it("comes with a link that makes its reader a member, whose address counts as confirmed", async () => {
    const tenant = await TestTenant.signUp();
    const email = `kenanga-${tenant.slug}@contoh.example`;
    const sent = await invite(tenant, { email, role: "cs" });
    expect(sent.link).toBeNull();
    await tenant.settle();
    const token = await mailedToken(email, "/join/");
    expect((await look(tenant, token)).body).toMatchObject({
      tenant: { name: "Contoh Net", slug: tenant.slug },
      role: "cs",
      email,
    });
    const joined = await accept(tenant, token, { email: "lain@contoh.example" });
    expect(joined.status).toBe(201);
    expect((await me(tenant, joined.body.access_token)).body.user).toMatchObject({
      role: "cs",
      email,
      emailConfirmed: true,
    });
    const list = await tenant.as<{ data: Sent[] }>("GET", "/invitations?state=accepted");
    expect(list.body.data.map(({ id, state }) => [id, state])).toEqual([[sent.id, "accepted"]]);
  });

  it("sent again has a new link, and the old one and its late mail are void", async () => {
    const tenant = await TestTenant.signUp();
    const email = `kenanga-${tenant.slug}@contoh.example`;
    const sent = await invite(tenant, { email, role: "staff" });
    await tenant.settle();
    const first = await mailedToken(email, "/join/");
    tenant.clock.advance(week + 1);
    expect((await look(tenant, first)).body["code"]).toBe("invitation_used");
    await tenant.signIn();
    const again = await tenant.as<Sent>("POST", `/invitations/${sent.id}/resending`);
    expect(again.body.state).toBe("pending");
    await tenant.settle();
    expect((await look(tenant, first)).status).toBe(404);
    expect((await accept(tenant, await mailedToken(email, "/join/"))).status).toBe(201);
    expect((await tenant.as<Sent>("POST", `/invitations/${sent.id}/resending`)).body.code).toBe("wrong_state");
  });

  it("is not sent to a member, nor once it was revoked", async () => {
    const tenant = await TestTenant.signUp();
    const own = await tenant.as<Sent>("POST", "/invitations", { email: `${tenant.slug}@example.com`, role: "staff" });
    expect([own.status, own.body.errors.map(({ field }) => field)]).toEqual([422, ["email"]]);
    const email = `kenanga-${tenant.slug}@contoh.example`;
    const sent = await invite(tenant, { email, role: "staff" });
    expect((await tenant.as("DELETE", `/invitations/${sent.id}`)).status).toBe(204);
    await tenant.settle();
    expect(await mailsTo(email)).toEqual([]);
  });
});

describe("an invitation by link", () => {
  it("asks its reader for an address, and has that one confirmed", async () => {
    const tenant = await TestTenant.signUp();
    const token = tokenOf(await invite(tenant));
    const without = await accept(tenant, token);
    expect([without.status, without.body.errors?.map(({ field }) => field)]).toEqual([422, ["email"]]);
    const email = `kenanga-${tenant.slug}@contoh.example`;
    const joined = await accept(tenant, token, { email });
    expect((await me(tenant, joined.body.access_token)).body.user).toMatchObject({ email, emailConfirmed: false });
    await tenant.settle();
    expect((await mailsTo(email)).map(({ text }) => text.includes("/confirm?token="))).toEqual([true]);
  });

  it("is shown to whoever asked for it, also when the request is repeated, and by no list or log", async () => {
    const tenant = await TestTenant.signUp();
    const ask = () => tenant.as<Sent>("POST", "/invitations", { role: "staff" }, { "idempotency-key": "sekali" });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
    const list = await tenant.as<{ data: object[] }>("GET", "/invitations");
    const log = await tenant.as<object>("GET", "/activity-logs");
    expect(list.body.data).toHaveLength(1);
    for (const shown of [list.body, log.body]) expect(JSON.stringify(shown)).not.toContain(tokenOf(first.body));
    expect(JSON.stringify(log.body)).not.toMatch(/tokenHash|[0-9a-f]{64}/);
  });

  it("is good for seven days, unless it is revoked", async () => {
    const tenant = await TestTenant.signUp();
    const [expired, revoked] = [await invite(tenant), await invite(tenant)];
    await tenant.as("DELETE", `/invitations/${revoked.id}`);
    tenant.clock.advance(week - 1);
    expect((await look(tenant, tokenOf(expired))).status).toBe(200);
    tenant.clock.advance(1);
    for (const { link } of [expired, revoked] as Sent[])
      expect((await accept(tenant, link?.split("/join/")[1] ?? "", { email: "a@b.example" })).body.code).toBe(
        "invitation_used",
      );
    expect((await look(tenant, `${tenant.id.slice(4)}${"0".repeat(32)}`)).status).toBe(404);
  });

  it("used twice, also at the same moment, makes one member, and tells the other why", async () => {
    const tenant = await TestTenant.signUp();
    const token = tokenOf(await invite(tenant));
    const answers = await Promise.all(
      [1, 2, 3].map((n) =>
        accept(tenant, token, { username: `kenanga${n}`, email: `kenanga${n}@contoh.example` }, `${tenant.slug}-${n}`),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe("invitation_used");
    const members = await tenant.as<{ data: object[] }>("GET", "/users?q=kenanga");
    expect(members.body.data).toHaveLength(1);
  });

  it("of two accepted at once with the same username one is told that it is taken, and can choose another", async () => {
    const tenant = await TestTenant.signUp();
    const tokens = [tokenOf(await invite(tenant)), tokenOf(await invite(tenant))];
    const answers = await Promise.all(
      tokens.map((token, n) => accept(tenant, token, { email: `r${n}@contoh.example` }, `${tenant.slug}-${n}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const loser = answers.findIndex(({ status }) => status === 422);
    expect(answers[loser]?.body.errors?.map(({ field }) => field)).toEqual(["username"]);
    const again = { username: "kenanga.lain", email: `r${loser}@contoh.example` };
    expect((await accept(tenant, tokens[loser] ?? "", again)).status).toBe(201);
  });

  it("gives the custom role it was made for", async () => {
    const tenant = await TestTenant.signUp();
    const role = await tenant.as<{ id: string }>("POST", "/roles", {
      name: "Penagih",
      base: "staff",
      permissions: ["profile:read", "payments:read"],
    });
    const token = tokenOf(await invite(tenant, { customRoleId: role.body.id }));
    const joined = await accept(tenant, token, { email: "r@contoh.example" });
    const mine = await tenant.call<{ permissions: string[] }>("GET", "/api/v1/auth/me", {
      token: joined.body.access_token,
    });
    expect(mine.body.permissions).toEqual(["profile:read", "payments:read"]);
  });
});

describe("signing up", () => {
  it("of two companies with the same address at once makes one, and tells the other that it is taken", async () => {
    const tenant = await TestTenant.signUp();
    const slug = `${tenant.slug}-x`;
    const answers = await Promise.all(
      [1, 2].map((n) =>
        tenant.call<Tokens>("POST", "/api/v1/tenants", {
          headers: { "cf-connecting-ip": `${slug}-${n}` },
          body: {
            name: "Contoh Net",
            slug,
            kinds: ["isp"],
            owner: { name: "P", email: `${n}@contoh.example`, username: `pemilik${n}`, password: "kuda-laut-biru" },
          },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(answers.find(({ status }) => status === 422)?.body.errors?.map(({ field }) => field)).toEqual(["slug"]);
    const winner = answers.findIndex(({ status }) => status === 201) + 1;
    const login = await tenant.call("POST", "/api/v1/auth/login", {
      slug,
      body: { identifier: `pemilik${winner}`, password: "kuda-laut-biru" },
    });
    expect(login.status).toBe(200);
  });
});
