import { expect, test, vi } from "vitest";

vi.mock("$app/navigation", () => ({ goto: () => undefined }));
const { isOwnPage, unreadLabel } = await import("./notifications.ts");

test("unread ones are counted up to 99", () => {
  expect([undefined, 0, 7, 99, 100].map(unreadLabel)).toEqual(["", "", "7", "99", "99+"]);
});

test("only a path of this app is a page of it", () => {
  expect(["/invoices/inv_1", "//evil.example", "/\\evil.example", "https://tepi.example/pay/x"].map(isOwnPage)).toEqual(
    [true, false, false, false],
  );
});
