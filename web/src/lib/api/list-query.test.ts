import { expect, test } from "vitest";
import { allPages, listQuery } from "./list-query.ts";

test("a filter left empty is not sent, because the server would refuse an empty choice", () => {
  expect(listQuery({ q: "", status: "active", sort: "name" }, "abc")).toEqual({
    status: "active",
    sort: "name",
    cursor: "abc",
  });
  expect(listQuery({ q: "" })).toEqual({});
});

test("all pages of a short list come in their order", async () => {
  const pages: Record<string, { data: number[]; nextCursor: string | null }> = {
    first: { data: [1, 2], nextCursor: "second" },
    second: { data: [3], nextCursor: null },
  };
  expect(await allPages(async (cursor) => pages[cursor ?? "first"] ?? { data: [], nextCursor: null })).toEqual([
    1, 2, 3,
  ]);
});

test("a list that never ends is cut rather than asked for without end", async () => {
  let asked = 0;
  const rows = await allPages(async () => ({ data: [asked++], nextCursor: "more" }));
  expect(rows).toHaveLength(10);
});
