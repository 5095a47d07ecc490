import { describe, expect, it } from "vitest";
import { TestTenant, type Person } from "../../../test/support/tenant.ts";

interface MemberBody {
  id: string;
  name: string;
  role: string;
  state: string;
  customRole: { id: string; name: string } | null;
  code: string;
  errors: { field: string }[];
}
interface Page {
  data: MemberBody[];
  nextCursor: string | null;
}

const as = (tenant: TestTenant, person: Person, method: string, path: string, body?: unknown) =>
  tenant.call<MemberBody>(method, `/api/v1${path}`, { token: person.token, ...(body !== undefined && { body }) });
const meOf = (tenant: TestTenant, { token }: { token: string }) =>
  tenant.call<{ permissions: string[]; user: { role: string }; code: string }>("GET", "/api/v1/auth/me", { token });

describe("the list of members", () => {
  it("is found by the beginning of name, email or username, each member once, and filtered by role and state", async () => {
    const tenant = await TestTenant.signUp();
    const orchid = await tenant.person("cs", {
      name: "Anggrek Bulan",
      username: "anggrek.cs",
      email: "anggrek@contoh.example",
    });
    const rose = await tenant.person("admin", { name: "Mawar", username: "mawar", email: "m@contoh.example" });
    const find = async (query: string) =>
      (await tenant.as<Page>("GET", `/users?${query}`)).body.data.map(({ id }) => id);
    expect(await find("q=ang")).toEqual([orchid.id]);
    expect(await find("q=m@contoh")).toEqual([rose.id]);
    expect(await find("q=BULAN&role=cs&state=active")).toEqual([orchid.id]);
    expect(await find("q=ang&role=admin")).toEqual([]);
    expect(await find("role=admin")).toEqual([rose.id]);
    await tenant.as("POST", `/users/${orchid.id}/deactivation`);
    expect(await find("state=inactive")).toEqual([orchid.id]);
    await tenant.as("PATCH", `/users/${orchid.id}`, { name: "Kenanga" });
    expect([await find("q=kenanga"), await find("q=bulan")]).toEqual([[orchid.id], []]);
  });

  it("goes on page by page, each member once, at three rows read a member at most", async () => {
    const tenant = await TestTenant.signUp();
    for (let n = 0; n < 5; n++) await tenant.person("staff", { name: `Karyawan ${n}` });
    for (const [query, total] of [
      ["limit=2", 6],
      ["limit=2&q=karyawan", 5],
    ] as const) {
      const seen: string[] = [];
      for (let cursor = ""; ;) {
        const page = await tenant.as<Page>("GET", `/users?${query}${cursor && `&cursor=${cursor}`}`);
        const rows = Number(/(\d+) rows/.exec(page.headers.get("server-timing") ?? "")?.[1]);
        // Three let the caller in; the row before the page and the one after it are looked at too.
        expect(rows - 3).toBeLessThanOrEqual(3 * (page.body.data.length + 1) + 1);
        seen.push(...page.body.data.map(({ id }) => id));
        if (page.body.nextCursor === null) break;
        cursor = page.body.nextCursor;
      }
      expect([seen.length, new Set(seen).size]).toEqual([total, total]);
    }
  });

  it("is counted by role and state", async () => {
    const tenant = await TestTenant.signUp();
    const staff = await tenant.person("staff");
    await tenant.person("staff");
    await tenant.as("POST", `/users/${staff.id}/deactivation`);
    const { body } = await tenant.as("GET", "/users/statistics");
    expect(body).toEqual({
      total: 3,
      active: 2,
      inactive: 1,
      roles: [
        { role: "owner", active: 1, inactive: 0 },
        { role: "staff", active: 1, inactive: 1 },
      ],
    });
  });
});

describe("a custom role", () => {
  const roleOf = async (tenant: TestTenant, permissions: string[], name = "Penagih") =>
    (await tenant.as<{ id: string }>("POST", "/roles", { name, base: "staff", permissions })).body.id;

  it("gives its holder its permissions, no more and no fewer, from the next request on", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("admin");
    const customRoleId = await roleOf(tenant, ["profile:read", "payments:read"]);
    const given = await tenant.as<MemberBody>("PATCH", `/users/${person.id}`, { customRoleId });
    expect(given.body).toMatchObject({ role: "staff", customRole: { id: customRoleId, name: "Penagih" } });
    expect((await meOf(tenant, person)).body.permissions).toEqual(["profile:read", "payments:read"]);
    expect((await as(tenant, person, "GET", "/payments")).status).toBe(200);
    expect((await as(tenant, person, "GET", "/customers")).status).toBe(403);
    await tenant.as("PATCH", `/roles/${customRoleId}`, { permissions: ["profile:read", "customers:read"] });
    expect((await as(tenant, person, "GET", "/payments")).status).toBe(403);
    expect((await as(tenant, person, "GET", "/customers")).status).toBe(200);
    const back = await tenant.as<MemberBody>("PATCH", `/users/${person.id}`, { role: "cs" });
    expect(back.body).toMatchObject({ role: "cs", customRole: null });
    expect((await as(tenant, person, "GET", "/payments")).status).toBe(200);
  });

  it("stays while somebody has it or is invited to it, and goes when nobody does", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("staff");
    const customRoleId = await roleOf(tenant, []);
    const remove = () => tenant.as<{ code: string }>("DELETE", `/roles/${customRoleId}`);
    const invitation = await tenant.as<{ id: string }>("POST", "/invitations", { customRoleId });
    await tenant.as("PATCH", `/users/${person.id}`, { customRoleId });
    expect((await remove()).body.code).toBe("in_use");
    await tenant.as("PATCH", `/users/${person.id}`, { customRoleId: null });
    expect((await remove()).body.code).toBe("in_use");
    await tenant.as("DELETE", `/invitations/${invitation.body.id}`);
    expect((await remove()).status).toBe(204);
    expect((await tenant.as("GET", `/roles/${customRoleId}`)).status).toBe(404);
  });

  it("removed and given at the same moment is either given or gone, never both", async () => {
    const tenant = await TestTenant.signUp();
    for (let round = 0; round < 5; round++) {
      const person = await tenant.person("staff");
      const customRoleId = await roleOf(tenant, ["profile:read"], `Peran ${round}`);
      const [given, removed] = await Promise.all([
        tenant.as("PATCH", `/users/${person.id}`, { customRoleId }),
        tenant.as("DELETE", `/roles/${customRoleId}`),
      ]);
      expect([given.status, removed.status].filter((status) => status < 300)).toHaveLength(1);
      expect((await meOf(tenant, person)).status).toBe(200);
    }
  });

  it("needs a name of its own", async () => {
    const tenant = await TestTenant.signUp();
    await roleOf(tenant, []);
    const again = await tenant.as<MemberBody>("POST", "/roles", { name: " penagih ", base: "cs", permissions: [] });
    expect([again.status, again.body.errors.map(({ field }) => field)]).toEqual([422, ["name"]]);
  });
});

describe("permissions that one does not hold", () => {
  it("can't be given: by role, custom role, invitation, or to oneself", async () => {
    const tenant = await TestTenant.signUp();
    const admin = await tenant.person("admin");
    const staff = await tenant.person("staff");
    const held = await tenant.as<{ id: string }>("POST", "/roles", {
      name: "Atasan",
      base: "admin",
      permissions: ["tenant:suspend"],
    });
    const refused = await Promise.all([
      as(tenant, admin, "PATCH", `/users/${staff.id}`, { role: "owner" }),
      as(tenant, admin, "PATCH", `/users/${admin.id}`, { role: "owner" }),
      as(tenant, admin, "PATCH", `/users/${staff.id}`, { customRoleId: held.body.id }),
      as(tenant, admin, "POST", "/roles", { name: "X", base: "staff", permissions: ["tenant:suspend"] }),
      as(tenant, admin, "PATCH", `/roles/${held.body.id}`, { name: "Y" }),
      as(tenant, admin, "DELETE", `/roles/${held.body.id}`),
      as(tenant, admin, "POST", "/invitations", { role: "owner" }),
      as(tenant, admin, "POST", "/invitations", { customRoleId: held.body.id }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(Array(8).fill(403));
    expect((await as(tenant, admin, "PATCH", `/users/${staff.id}`, { role: "admin" })).status).toBe(200);
  });

  it("make their holder somebody whom one can't change, shut out or sign out", async () => {
    const tenant = await TestTenant.signUp();
    const admin = await tenant.person("admin");
    const owner = await tenant.person("owner");
    const sessions = await tenant.as<Page>("GET", `/users/${owner.id}/sessions`);
    const session = sessions.body.data[0]?.id;
    const refused = await Promise.all([
      as(tenant, admin, "PATCH", `/users/${owner.id}`, { role: "staff" }),
      as(tenant, admin, "POST", `/users/${owner.id}/deactivation`),
      as(tenant, admin, "GET", `/users/${owner.id}/sessions`),
      as(tenant, admin, "DELETE", `/users/${owner.id}/sessions/${session}`),
      as(tenant, admin, "DELETE", `/users/${owner.id}/totp`),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(Array(5).fill(403));
  });

  it("can't be reached by a custom role that may manage people", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("staff");
    const permissions = ["users:read", "users:write", "roles:write", "ownership:write"];
    const role = await tenant.as<{ id: string }>("POST", "/roles", { name: "Personalia", base: "staff", permissions });
    await tenant.as("PATCH", `/users/${person.id}`, { customRoleId: role.body.id });
    const body = { password: person.password };
    const wider = { permissions: [...permissions, "payments:read"] };
    const refused = await Promise.all([
      as(tenant, person, "PATCH", `/users/${person.id}`, { role: "admin" }),
      as(tenant, person, "PATCH", `/users/${person.id}`, { customRoleId: null }),
      as(tenant, person, "PATCH", `/roles/${role.body.id}`, wider),
      as(tenant, person, "POST", `/users/${person.id}/ownership`, body),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(Array(4).fill(403));
  });
});

describe("a member who is shut out", () => {
  it("is out at once with every session, and comes back only by signing in anew", async () => {
    const tenant = await TestTenant.signUp();
    const person = await tenant.person("cs");
    expect((await tenant.as<MemberBody>("POST", `/users/${person.id}/deactivation`)).body.state).toBe("inactive");
    expect((await meOf(tenant, person)).status).toBe(401);
    const body = { identifier: person.username, password: person.password };
    const login = () =>
      tenant.call<{ access_token: string; code: string }>("POST", "/api/v1/auth/login", {
        body,
        slug: tenant.slug,
      });
    expect((await login()).body.code).toBe("user_inactive");
    expect((await tenant.as("POST", `/users/${person.id}/deactivation`)).status).toBe(409);
    await tenant.as("DELETE", `/users/${person.id}/deactivation`);
    expect((await meOf(tenant, person)).status).toBe(401);
    expect((await login()).status).toBe(200);
  });

  it("who signs in or refreshes at that very moment has no session afterwards", async () => {
    const tenant = await TestTenant.signUp();
    for (let round = 0; round < 4; round++) {
      const person = await tenant.person("cs");
      const [, login, refreshed] = await Promise.all([
        tenant.as("POST", `/users/${person.id}/deactivation`),
        tenant.call<{ access_token?: string }>("POST", "/api/v1/auth/login", {
          body: { identifier: person.username, password: person.password },
          slug: tenant.slug,
          headers: { "cf-connecting-ip": `elsewhere-${tenant.slug}-${round}` },
        }),
        tenant.call<{ access_token?: string }>("POST", "/api/v1/auth/refresh", {
          body: { refresh_token: person.refreshToken },
        }),
      ]);
      await tenant.as("DELETE", `/users/${person.id}/deactivation`);
      for (const token of [person.token, login.body.access_token, refreshed.body.access_token])
        if (token) expect((await meOf(tenant, { token })).status).toBe(401);
    }
  });
});

describe("the last owner", () => {
  const ownerOf = async (tenant: TestTenant) =>
    (await tenant.as<Page>("GET", "/users?role=owner")).body.data.map(({ id }) => id);

  it("can be neither demoted nor shut out, and a second one can", async () => {
    const tenant = await TestTenant.signUp();
    const [id] = await ownerOf(tenant);
    for (const [method, path, body] of [
      ["PATCH", `/users/${id}`, { role: "admin" }],
      ["PATCH", `/users/${id}`, { state: "inactive" }],
      ["POST", `/users/${id}/deactivation`, {}],
    ] as const) {
      const refused = await tenant.as<MemberBody>(method, path, body);
      expect([refused.status, refused.body.code]).toEqual([409, "last_owner"]);
    }
    const second = await tenant.person("owner");
    expect((await tenant.as("PATCH", `/users/${id}`, { role: "admin" })).status).toBe(200);
    expect((await as(tenant, second, "POST", `/users/${second.id}/deactivation`)).body.code).toBe("last_owner");
  });

  it("is left when two owners demote, shut out or leave each other at once", async () => {
    for (const [method, path, body] of [
      ["PATCH", (id: string) => `/users/${id}`, { role: "admin" }],
      ["POST", (id: string) => `/users/${id}/deactivation`, {}],
    ] as const) {
      const tenant = await TestTenant.signUp();
      const [first] = (await ownerOf(tenant)) as [string];
      const second = await tenant.person("owner");
      const answers = await Promise.all([
        tenant.as<MemberBody>(method, path(second.id), body),
        as(tenant, second, method, path(first), body),
      ]);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      const ctx = await tenant.context();
      const login = await tenant.person("admin");
      const owners = await as(tenant, login, "GET", "/users?role=owner&state=active");
      expect([ctx.tenant.id, (owners.body as unknown as Page).data.length]).toEqual([tenant.id, 1]);
    }
  });

  it("hands ownership over with the password alone, and is admin then", async () => {
    const tenant = await TestTenant.signUp();
    const [id] = await ownerOf(tenant);
    const heir = await tenant.person("manager");
    const hand = (password: string, to = heir.id) =>
      tenant.as<MemberBody>("POST", `/users/${to}/ownership`, { password });
    expect((await hand("salah-sekali")).body.errors.map(({ field }) => field)).toEqual(["password"]);
    expect((await hand(tenant.ownerPassword)).body.role).toBe("owner");
    expect((await meOf(tenant, { token: tenant.token })).body.user.role).toBe("admin");
    expect((await meOf(tenant, heir)).body.user.role).toBe("owner");
    expect((await hand(tenant.ownerPassword)).status).toBe(403);
    expect((await as(tenant, heir, "PATCH", `/users/${id}`, { role: "staff" })).status).toBe(200);
  });
});
