import { describe, expect, it } from "vitest";
import { withSettings, type TestTenant } from "../../../test/support/tenant.ts";
import { boardedTenant, boardOf, type RunBody, type TaskBody } from "./testing.ts";

interface Problem {
  detail: string;
  errors: { field: string }[];
}

const report = {
  kind: "report",
  name: "Ringkasan mingguan",
  schedule: { every: "week", weekday: 1, at: "07:00" },
  settings: { report: "overview", roles: ["manager"] },
};
const webhook = {
  kind: "webhook",
  name: "Cadangkan router",
  schedule: { every: "day", at: "02:00" },
  settings: { url: "https://contoh.example/panggil" },
  secret: "rahasia-yang-panjang",
};

const add = (tenant: TestTenant, body: object) => tenant.as<TaskBody & Problem>("POST", "/tasks", body);
const builtIn = async (tenant: TestTenant, kind: string) =>
  (await boardOf(tenant)).find((task) => task.kind === kind) as TaskBody;

describe("the board", () => {
  it("shows for each task its next time, what runs now, and what came of it last", async () => {
    const tenant = await boardedTenant();
    const { id } = await builtIn(tenant, "billing.mark-overdue");
    expect(await builtIn(tenant, "billing.mark-overdue")).toMatchObject({
      name: "Tandai tagihan jatuh tempo",
      nextRunAt: "2025-03-01T03:07:00.000Z",
      activeRun: null,
      lastRun: null,
    });
    const started = await tenant.as<RunBody>("POST", `/tasks/${id}/runs`);
    expect(started.status).toBe(202);
    expect(started.body).toMatchObject({ state: "waiting", trigger: "manual", startedBy: "Pemilik" });
    expect((await builtIn(tenant, "billing.mark-overdue")).activeRun?.id).toBe(started.body.id);
    await tenant.settle();
    expect(await builtIn(tenant, "billing.mark-overdue")).toMatchObject({
      activeRun: null,
      lastRun: {
        id: started.body.id,
        state: "done",
        outcome: "Tidak ada tagihan yang baru jatuh tempo.",
        durationMs: 0,
      },
      nextRunAt: "2025-03-01T03:07:00.000Z",
    });
    const english = await tenant.as<TaskBody>("GET", `/tasks/${id}`, undefined, { "accept-language": "en" });
    expect(english.body).toMatchObject({ name: "Mark overdue invoices" });
    expect(english.body.lastRun?.outcome).toBe("No invoice has become overdue.");
  });

  it("is searched by name and filtered by origin and state, page by page", async () => {
    const tenant = await boardedTenant();
    const own = (await add(tenant, report)).body;
    await add(tenant, { ...webhook, name: "100% cadangan" });
    const names = async (query: string) =>
      (await tenant.as<{ data: TaskBody[] }>("GET", `/tasks?${query}`)).body.data.map(({ name }) => name);
    expect(await names("q=RINGKASAN")).toEqual([own.name]);
    expect(await names("q=jatuh")).toEqual(["Tandai tagihan jatuh tempo"]);
    expect(await names("q=100%25")).toEqual(["100% cadangan"]);
    expect(await names("q=_")).toEqual([]);
    expect(await names("origin=own")).toEqual(["100% cadangan", own.name]);
    expect(await names("state=disabled")).toEqual([]);
    await tenant.as("PATCH", `/tasks/${own.id}`, { enabled: false });
    expect(await names("state=disabled")).toEqual([own.name]);
    await tenant.as("POST", `/tasks/${own.id}/runs`);
    expect(await names("state=active")).toEqual([own.name]);
    const first = await tenant.as<{ data: TaskBody[]; nextCursor: string }>("GET", "/tasks?limit=2");
    const rest = await names(`cursor=${first.body.nextCursor}`);
    expect([...first.body.data.map(({ name }) => name), ...rest]).toEqual((await boardOf(tenant)).map((t) => t.name));
  });

  it("is read by managers and changed by admins", async () => {
    const tenant = await boardedTenant();
    const { id } = await builtIn(tenant, "reports.daily");
    const [manager, admin, cs] = [
      await tenant.member("manager"),
      await tenant.member("admin"),
      await tenant.member("cs"),
    ];
    const status = async (token: string, method: string, path: string) =>
      (await tenant.call(method, `/api/v1${path}`, { token })).status;
    expect(await status(manager, "GET", "/tasks")).toBe(200);
    expect(await status(manager, "POST", `/tasks/${id}/runs`)).toBe(403);
    expect(await status(admin, "POST", `/tasks/${id}/runs`)).toBe(202);
    expect(await status(cs, "GET", "/tasks")).toBe(403);
  });
});

describe("running a task now", () => {
  it("is refused while it runs, also when two ask at once", async () => {
    const tenant = await boardedTenant();
    const { id } = await builtIn(tenant, "reports.daily");
    const answers = await Promise.all([1, 2, 3].map(() => tenant.as<Problem>("POST", `/tasks/${id}/runs`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const refused = await tenant.as<Problem>("POST", `/tasks/${id}/runs`);
    expect(refused.body.detail).toContain("sedang berjalan");
    await tenant.settle();
    expect((await tenant.as("POST", `/tasks/${id}/runs`)).status).toBe(202);
  });

  it("answers a repeated Idempotency-Key with the same run", async () => {
    const tenant = await boardedTenant();
    const { id } = await builtIn(tenant, "reports.daily");
    const run = () => tenant.as<RunBody>("POST", `/tasks/${id}/runs`, undefined, { "idempotency-key": "sekali" });
    const [first, again] = [await run(), await run()];
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
  });
});

describe("the history of runs", () => {
  it("is paged from the newest on, by task and by state", async () => {
    const tenant = await boardedTenant();
    const task = await builtIn(tenant, "reports.daily");
    const other = await builtIn(tenant, "maintenance.clean-up");
    const ids: string[] = [];
    for (const { id } of [task, task, other]) {
      ids.unshift((await tenant.as<RunBody>("POST", `/tasks/${id}/runs`)).body.id);
      await tenant.settle();
      tenant.clock.advance(1000);
    }
    const list = async (path: string) =>
      (await tenant.as<{ data: RunBody[]; nextCursor: string | null }>("GET", path)).body;
    expect((await list("/task-runs")).data.map(({ id }) => id)).toEqual(ids);
    expect((await list(`/tasks/${task.id}/runs`)).data.map(({ id }) => id)).toEqual(ids.slice(1));
    expect((await list(`/task-runs?taskId=${other.id}&state=done`)).data.map(({ id }) => id)).toEqual(ids.slice(0, 1));
    expect((await list("/task-runs?state=failed")).data).toEqual([]);
    const first = await list("/task-runs?limit=2");
    expect((await list(`/task-runs?limit=2&cursor=${first.nextCursor}`)).data.map(({ id }) => id)).toEqual([ids[2]]);
    expect((await tenant.as("GET", `/tasks/${task.id.slice(0, 4)}${"0".repeat(20)}/runs`)).status).toBe(404);
  });
});

describe("a built-in task", () => {
  it("changes its schedule, is switched off where it may be, and nothing else", async () => {
    const tenant = await boardedTenant();
    const daily = await builtIn(tenant, "reports.daily");
    const overdue = await builtIn(tenant, "billing.mark-overdue");
    const changed = await tenant.as<TaskBody>("PATCH", `/tasks/${daily.id}`, {
      schedule: { every: "day", at: "17:30" },
    });
    expect(changed.body.nextRunAt).toBe("2025-03-01T10:30:00.000Z");
    const off = await tenant.as<TaskBody>("PATCH", `/tasks/${daily.id}`, { enabled: false });
    expect(off.body).toMatchObject({ enabled: false, nextRunAt: null });
    const refused = async (id: string, body: object) =>
      (await tenant.as<Problem>("PATCH", `/tasks/${id}`, body)).body.errors.map(({ field }) => field);
    expect(await refused(overdue.id, { enabled: false })).toEqual(["enabled"]);
    expect(await refused(daily.id, { name: "Lain" })).toEqual(["name"]);
    expect(await refused(daily.id, { settings: {} })).toEqual(["settings"]);
    expect((await tenant.as("DELETE", `/tasks/${daily.id}`)).status).toBe(409);
  });

  it("that is switched on again is due at its next time, not for what it missed", async () => {
    const tenant = await boardedTenant();
    const daily = await builtIn(tenant, "reports.daily");
    await tenant.as("PATCH", `/tasks/${daily.id}`, { enabled: false });
    tenant.clock.advance(3 * 86_400_000);
    await tenant.signIn();
    const on = await tenant.as<TaskBody>("PATCH", `/tasks/${daily.id}`, { enabled: true });
    expect(on.body.nextRunAt).toBe("2025-03-05T01:00:00.000Z");
  });
});

describe("an own task", () => {
  it("never shows its secret, keeps it when it is not sent, and takes a new one", async () => {
    const tenant = await boardedTenant();
    const { body } = await add(tenant, webhook);
    expect(body).toMatchObject({
      hasSecret: true,
      isBuiltIn: false,
      settings: { ...webhook.settings, method: "POST" },
    });
    const patched = await tenant.as<TaskBody>("PATCH", `/tasks/${body.id}`, { name: "Lain" });
    const replaced = await tenant.as<TaskBody>("PATCH", `/tasks/${body.id}`, { secret: "rahasia-baru-yang-panjang" });
    expect([patched.body.hasSecret, replaced.body.hasSecret]).toEqual([true, true]);
    const everything = JSON.stringify([
      body,
      patched.body,
      replaced.body,
      (await tenant.as("GET", "/activity-logs")).body,
    ]);
    expect(everything).not.toContain("rahasia");
  });

  it("is refused with the field that is wrong", async () => {
    const tenant = await boardedTenant();
    tenant.env = withSettings({ ALLOW_PRIVATE_HOSTS: "off" });
    const fields = async (body: object) => (await add(tenant, body)).body.errors.map(({ field }) => field);
    expect(await fields({ ...webhook, settings: { url: "https://10.0.0.1/" } })).toEqual(["settings.url"]);
    expect(await fields({ ...webhook, settings: { url: "http://contoh.example/" } })).toEqual(["settings.url"]);
    expect(await fields({ ...webhook, secret: "pendek" })).toEqual(["secret"]);
    expect(await fields({ ...report, settings: { report: "daily" } })).toEqual(["settings"]);
    expect(await fields({ ...report, settings: { report: "daily", userIds: ["usr_00000000000000000000"] } })).toEqual([
      "settings.userIds",
    ]);
    expect(await fields({ ...report, schedule: { every: "day", at: "24:00" } })).toEqual(["schedule.at"]);
    const { body } = await add(tenant, webhook);
    const patch = await tenant.as<Problem>("PATCH", `/tasks/${body.id}`, { settings: { url: "" } });
    expect([patch.status, patch.body.errors.map(({ field }) => field)]).toEqual([422, ["settings.url"]]);
  });

  it("is removed with its history, and its doings are in the log", async () => {
    const tenant = await boardedTenant();
    const { body } = await add(tenant, report);
    await tenant.as("POST", `/tasks/${body.id}/runs`);
    await tenant.settle();
    expect((await tenant.as("DELETE", `/tasks/${body.id}`)).status).toBe(204);
    expect((await tenant.as("GET", `/tasks/${body.id}`)).status).toBe(404);
    expect((await tenant.as<{ data: unknown[] }>("GET", `/task-runs?taskId=${body.id}`)).body.data).toEqual([]);
    const log = await tenant.as<{ data: { action: string }[] }>("GET", `/activity-logs?entityId=${body.id}`);
    expect(log.body.data.map(({ action }) => action)).toEqual(["task.deleted", "task.run_asked", "task.created"]);
  });
});
