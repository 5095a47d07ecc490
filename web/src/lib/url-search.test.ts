import { expect, test } from "vitest";
import { nextSort, patchSearch, readSearch } from "./url-search.ts";

const defaults = { q: "", status: "", sort: "-createdAt" };
const patch = (search: string, changes: Record<string, string | undefined>) =>
  patchSearch(new URLSearchParams(search), changes, defaults).toString();

test("what the URL does not hold has its default", () => {
  expect(readSearch(new URLSearchParams("status=paid&other=1"), defaults)).toEqual({
    q: "",
    status: "paid",
    sort: "-createdAt",
  });
});

test("a value equal to its default leaves the URL", () => {
  expect(patch("status=paid&sort=name", { status: "", sort: "-createdAt" })).toBe("");
});

test("a changed filter goes back to the first page, because the cursor belongs to the old list", () => {
  expect(patch("cursor=abc&status=paid", { q: "melati" })).toBe("status=paid&q=melati");
});

test("opening a dialog or turning the page keeps the rest", () => {
  expect(patch("cursor=abc&q=melati", { dialog: "new" })).toBe("cursor=abc&q=melati&dialog=new");
  expect(patch("cursor=abc&q=melati", { cursor: "def" })).toBe("cursor=def&q=melati");
  expect(patch("cursor=abc&q=melati", { cursor: undefined })).toBe("q=melati");
});

test("the search that was given is left as it was", () => {
  const search = new URLSearchParams("q=a");
  patchSearch(search, { q: "b" });
  expect(search.toString()).toBe("q=a");
});

test("a sort button turns around, and begins the way its column does", () => {
  expect(nextSort("", "name")).toBe("name");
  expect(nextSort("name", "name")).toBe("-name");
  expect(nextSort("-name", "name")).toBe("name");
  expect(nextSort("name", "amount", "desc")).toBe("-amount");
});
