import { expect, test } from "vitest";
import { announcementSchema, emptyAnnouncement, newAnnouncement } from "./announcement-form.ts";

const form = { ...emptyAnnouncement, title: "Gangguan", body: "Selesai pukul 15.00." };
const faults = (given: object) =>
  announcementSchema.safeParse({ ...form, ...given }).error?.issues.map(({ path }) => path.join("."));

test("an announcement to roles or users needs one of them, to all none", () => {
  expect(faults({})).toBeUndefined();
  expect(faults({ to: "roles" })).toEqual(["roles"]);
  expect(faults({ to: "users" })).toEqual(["userIds"]);
});

test("it needs words and a channel", () => {
  expect(faults({ title: " ", body: "", outlets: [] })).toEqual(["title", "body", "outlets"]);
});

test("only the chosen audience is sent", () => {
  const made = newAnnouncement({ ...form, to: "roles", roles: ["cs"], userIds: ["usr_1"] });
  expect(made.audience).toEqual({ to: "roles", roles: ["cs"] });
});
