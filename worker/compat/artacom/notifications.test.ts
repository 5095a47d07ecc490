/** "Notifications Endpoints", as they are documented. */
import { describe, expect, it } from "vitest";
import { TestTenant } from "../../../test/support/tenant.ts";
import { callerOf, fillFeed } from "../testing.ts";

describe("GET /api/notifications/ and PATCH /api/notifications/{notification_id}/read", () => {
  it("list the caller's own as {data, total_count, skip, limit}, and mark one as read", async () => {
    const tenant = await TestTenant.signUp();
    const call = callerOf(tenant, "artacom");
    await fillFeed(tenant, 2);
    const list = await call("GET", "/api/notifications/");
    expect(list.body).toMatchObject({
      data: [
        { id: 2, title: "Gangguan jaringan", is_read: false },
        { id: 1, is_read: false },
      ],
      total_count: 2,
      skip: 0,
      limit: 15,
    });
    const read = await call("PATCH", "/api/notifications/1/read");
    expect([read.status, read.body]).toMatchObject([200, { id: 1, is_read: true }]);
    const token = await tenant.member("cs");
    expect((await call("PATCH", "/api/notifications/2/read", { token })).status).toBe(404);
  });
});
