import { createHmac } from "node:crypto";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { sandboxFault } from "../../../test/support/xendit.ts";
import type { TestTenant } from "../../../test/support/tenant.ts";
import { boardedTenant, workRuns, type RunBody, type TaskBody } from "./testing.ts";

const secret = "rahasia-yang-panjang";

interface Call {
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

const pathOf = (tenant: TestTenant) => `/receiver/${tenant.slug}`;
const callsOf = async (tenant: TestTenant): Promise<Call[]> => {
  const answer = await fetch(`${env.TEST_SANDBOX_URL}/_calls?provider=receiver`);
  return ((await answer.json()) as { calls: Call[] }).calls.filter(({ path }) => path === pathOf(tenant));
};

async function withTask(address?: string) {
  const tenant = await boardedTenant();
  const url = address ?? `${env.TEST_SANDBOX_URL}${pathOf(tenant)}`;
  const made = await tenant.as<TaskBody>("POST", "/tasks", {
    kind: "webhook",
    name: "Cadangkan router",
    schedule: { every: "day", at: "02:00" },
    settings: { url },
    secret,
  });
  const started = await tenant.as<RunBody>("POST", `/tasks/${made.body.id}/runs`);
  const lastRun = async () => (await tenant.as<TaskBody>("GET", `/tasks/${made.body.id}`)).body.lastRun;
  return { tenant, id: made.body.id, run: started.body, lastRun };
}

it("calls the address with what the run is for, signed over the raw body", async () => {
  const { tenant, run, lastRun } = await withTask();
  await tenant.settle();
  expect(await lastRun()).toMatchObject({ state: "done", outcome: "Alamat menjawab 204." });
  const [call, ...more] = await callsOf(tenant);
  expect(more).toEqual([]);
  const body = { task: "Cadangkan router", tenant: tenant.slug, dueAt: run.dueAt, runId: run.id };
  expect(call?.body).toEqual(body);
  const signature = createHmac("sha256", secret).update(JSON.stringify(body)).digest("hex");
  expect(call?.headers["x-tepi-signature"]).toBe(`sha256=${signature}`);
});

it("calls again with the same run's id when the address is out of order", async () => {
  const { tenant, run, lastRun } = await withTask();
  const mend = await sandboxFault({ provider: "receiver", kind: "fail", status: 503, count: 1, path: pathOf(tenant) });
  expect(await workRuns(tenant)).toBe(1);
  expect(await lastRun()).toBeNull();
  await mend();
  await tenant.settle();
  expect(await lastRun()).toMatchObject({ state: "done", attempts: 2 });
  const ids = (await callsOf(tenant)).map(({ body }) => (body as { runId: string }).runId);
  expect(ids).toEqual([run.id, run.id]);
});

it("fails at once where the address refuses for good", async () => {
  const { tenant, lastRun } = await withTask();
  const mend = await sandboxFault({ provider: "receiver", kind: "fail", status: 410, count: 1, path: pathOf(tenant) });
  expect(await workRuns(tenant)).toBe(0);
  await mend();
  expect(await lastRun()).toMatchObject({ state: "failed", attempts: 1, outcome: "Alamat menjawab 410." });
});

it("follows no redirect", async () => {
  const { tenant, lastRun } = await withTask(`${env.TEST_SANDBOX_URL}/receiver/moved`);
  expect(await workRuns(tenant)).toBe(0);
  expect(await lastRun()).toMatchObject({ state: "failed", attempts: 1 });
  expect((await lastRun())?.outcome).toContain("mengalihkan");
});

it("tries again where nobody answers", async () => {
  const { tenant, id } = await withTask("http://127.0.0.1:1/");
  expect(await workRuns(tenant)).toBe(1);
  const { body } = await tenant.as<TaskBody>("GET", `/tasks/${id}`);
  expect(body.activeRun).toMatchObject({ state: "waiting", attempts: 1 });
  expect(body.activeRun?.outcome).toContain("tidak menjawab");
});
