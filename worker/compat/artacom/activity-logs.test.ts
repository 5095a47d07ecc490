/** "Activity Logs Endpoints", as they are documented. */
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf } from "../testing.ts";

interface Entry {
  id: string;
  user_id: number | null;
  user_name: string;
  action: string;
  entity: string;
  details: { before: unknown; after: unknown };
  timestamp: string;
}
interface List {
  data: Entry[];
  total_count: number;
  skip: number;
  limit: number;
}

/** A company in which the owner (user 1) and an admin (user 2) did something, a day apart. */
async function company() {
  const tenant = await TestTenant.signUp();
  const call = callerOf(tenant, "artacom");
  const admin = await tenant.person("admin");
  const add = (nama: string, token: string) => call("POST", "/api/pelanggan/", { token, body: { nama } });
  await add("Melati", tenant.token);
  tenant.clock.set("2026-11-22T03:00:00Z");
  await tenant.signIn();
  const login = await call<{ access_token: string }>("POST", "/api/users/token", {
    token: undefined,
    body: { username: admin.username, password: admin.password },
  });
  await add("Kenanga", login.body.access_token);
  const list = async (query: string) =>
    (await call<List>("GET", `/api/activity-logs/?${query}`, { token: tenant.token })).body;
  return { tenant, call, admin, list };
}

describe("GET /api/activity-logs/", () => {
  it("lists newest first who did what, as {data, total_count, skip, limit}", async () => {
    const { admin, list } = await company();
    const { data, ...page } = await list("limit=1");
    expect(page).toMatchObject({ skip: 0, limit: 1 });
    expect(page.total_count).toBeGreaterThan(3);
    expect(data).toEqual([
      {
        id: expect.stringMatching(/^aud_/) as string,
        user_id: 2,
        user_name: admin.username,
        action: "customer.created",
        entity: "customer",
        details: { before: null, after: expect.objectContaining({ name: "Kenanga" }) as unknown },
        timestamp: "2026-11-22T03:00:00.000Z",
      },
    ]);
    expect((await list("skip=1&limit=1")).data[0]?.id).not.toBe(data[0]?.id);
  });

  it("filters by user, action and dates, which are the company's own and both included", async () => {
    const { list } = await company();
    const found = async (query: string) =>
      (await list(`action=customer.created&${query}`)).data.map(({ user_id }) => user_id);
    expect(await found("")).toEqual([2, 1]);
    expect(await found("user_id=1")).toEqual([1]);
    expect(await found("user_id=4711")).toEqual([]);
    expect(await found("start_date=2026-11-22")).toEqual([2]);
    expect(await found("end_date=2026-11-21")).toEqual([1]);
    expect(await found("start_date=2026-11-21&end_date=2026-11-22")).toEqual([2, 1]);
    expect(await found("start_date=2026-11-22T00:00:00Z&end_date=2026-11-22T02:59:59Z")).toEqual([]);
    expect(await list("action=nothing")).toMatchObject({ data: [], total_count: 0 });
    expect(await list("user_id=2&action=user.signed_in")).toMatchObject({ data: [{ user_id: 2 }], total_count: 1 });
  });

  it("refuses what is no user, date or page, names the field, and is for who leads", async () => {
    const { tenant, call } = await company();
    for (const [query, field] of [
      ["user_id=pemilik", "user_id"],
      ["start_date=kemarin", "start_date"],
      ["end_date=2026-02-30", "end_date"],
      ["limit=101", "limit"],
    ]) {
      const refused = await call<{ detail: { errors: { field: string }[] } }>("GET", `/api/activity-logs?${query}`, {
        token: tenant.token,
      });
      expect([refused.status, refused.body.detail.errors[0]?.field]).toEqual([422, field]);
    }
    const token = await tenant.member("cs");
    expect((await call("GET", "/api/activity-logs/", { token })).status).toBe(403);
  });

  it("shows nothing of another company, whose users have the same numbers", async () => {
    const [{ list }, other] = [await company(), await company()];
    const own = (await list("user_id=2&limit=100")).data.map(({ id }) => id);
    const theirs = (await other.list("user_id=2&limit=100")).data.map(({ id }) => id);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((id) => theirs.includes(id))).toEqual([]);
  });
});
