import { expect, test } from "vitest";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";
import { describeProblem, problemLine } from "./describe-problem.ts";
import { ApiError, NetworkError, toApiError } from "./problem.ts";

function inBoth(error: unknown) {
  const say = (locale: "id" | "en") => {
    overwriteGetLocale(() => locale);
    return describeProblem(error);
  };
  const [id, en] = [say("id"), say("en")];
  overwriteGetLocale(() => "id");
  return { id, en };
}

test("every kind of failure is told in both languages", () => {
  const failures = [
    new NetworkError("x"),
    new Error("bug"),
    ...[400, 401, 403, 404, 409, 413, 422, 429, 500, 503].map((status) => new ApiError(status, {})),
  ];
  for (const failure of failures) {
    const { id, en } = inBoth(failure);
    expect(id.title && id.body && en.title && en.body, String(failure)).toBeTruthy();
    expect(id.body, String(failure)).not.toBe(en.body);
  }
});

test("a lost connection is told apart from a refusal and may be tried again", () => {
  expect(inBoth(new NetworkError("x")).en).toMatchObject({ title: "Not connected", retryable: true });
});

test("too many attempts says how long to wait", () => {
  expect(inBoth(new ApiError(429, {}, 20)).en.body).toContain("20 s");
  expect(inBoth(new ApiError(429, {}, 240)).id.body).toContain("4 menit");
});

test("what closes the whole company leads to where it is opened again", () => {
  for (const code of ["tenant_suspended", "tenant_deleting"]) {
    expect(inBoth(new ApiError(403, { code })).en.help?.href, code).toBe("/settings/operation");
  }
  expect(inBoth(new ApiError(403, { code: "forbidden" })).en.help).toBeUndefined();
});

test("maintenance is told in the tenant's own words", () => {
  expect(describeProblem(new ApiError(503, { detail: "Kembali pukul 14.00" })).body).toBe("Kembali pukul 14.00");
});

test("a store that is out of reach is no maintenance", () => {
  expect(inBoth(new ApiError(503, { code: "store_unavailable" })).en.title).toBe("Server error");
});

test("a refusal that has its own reason is not taken for somebody else's change", () => {
  const problem = { code: "in_use", title: "Masih dipakai.", detail: "Masih dipakai." };
  expect(describeProblem(new ApiError(409, problem))).toMatchObject({
    title: "Permintaan ditolak",
    body: "Masih dipakai.",
  });
});

test("a detail that repeats the title gives way to words for the screen", () => {
  const said = { code: "conflict", title: "Sudah diubah.", detail: "Sudah diubah." };
  expect(problemLine(new ApiError(409, said))).toContain("Muat ulang");
  expect(problemLine(new ApiError(409, { ...said, detail: "Diubah oleh kasir." }))).toBe("Diubah oleh kasir.");
});

test("the server's words win for a refusal, never for a failure of its own", () => {
  expect(problemLine(new ApiError(409, { title: "Conflict", detail: "Sudah lunas" }))).toBe("Sudah lunas");
  expect(problemLine(new ApiError(500, { detail: "SQLITE_ERROR at line 1" }))).not.toContain("SQLITE");
});

test("the request's id is kept for support", () => {
  expect(describeProblem(new ApiError(500, { requestId: "req_1" })).requestId).toBe("req_1");
  expect(describeProblem(new ApiError(500, {}))).not.toHaveProperty("requestId");
});

test("an answer that is no problem document still becomes an error", async () => {
  const error = await toApiError(new Response("<html>", { status: 502, headers: { "Retry-After": "3" } }));
  expect(error).toMatchObject({ status: 502, problem: {}, retryAfterSeconds: 3 });
  const dated = await toApiError(
    new Response("[]", { status: 429, headers: { "Retry-After": "Fri, 20 Nov 2026 00:00:00 GMT" } }),
  );
  expect(dated.retryAfterSeconds).toBeUndefined();
});
