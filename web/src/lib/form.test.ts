import { expect, test } from "vitest";
import * as z from "zod/mini";
import { ApiError, NetworkError } from "./api/problem.ts";
import { createForm, fieldPath } from "./form.svelte.ts";

const schema = z.object({
  name: z.string().check(z.trim(), z.minLength(1, { error: "required" })),
  owner: z.object({ email: z.email({ error: "no email" }) }),
});
const valid = { name: " Melati ", owner: { email: "a@b.example" } };

/** As much of a form element as is asked: which fields it has, and which input was focused. */
function element(...names: string[]) {
  const focused: string[] = [];
  const form = {
    elements: { namedItem: (name: string) => (names.includes(name) ? {} : null) },
    querySelector: (selector: string) => ({ focus: () => focused.push(selector) }),
  } as unknown as HTMLFormElement;
  return { form, focused };
}

test("what is submitted is the parsed value", async () => {
  const sent: unknown[] = [];
  await createForm({ schema, initial: valid, onsubmit: (value) => sent.push(value) }).submit();
  expect(sent).toEqual([{ name: "Melati", owner: { email: "a@b.example" } }]);
});

test("a finding goes to the path of its field, the first is focused and nothing is sent", async () => {
  const sent: unknown[] = [];
  const form = createForm({ schema, initial: { name: "", owner: { email: "x" } }, onsubmit: (v) => sent.push(v) });
  const { form: page, focused } = element();
  await form.submit(page);
  expect(form.errors).toEqual({ name: ["required"], "owner.email": ["no email"] });
  expect(focused).toEqual(["[aria-invalid=true]"]);
  expect(sent).toEqual([]);
});

test("the server's findings go to their fields; those without a field here are told above", async () => {
  const form = createForm({
    schema,
    initial: valid,
    onsubmit: () => {
      throw new ApiError(422, {
        title: "Invalid",
        errors: [
          { field: "body.owner.email", message: "taken" },
          { field: "slug", message: "slug is reserved" },
        ],
      });
    },
  });
  await form.submit(element("name", "owner.email").form);
  expect(form.errors).toEqual({ "owner.email": ["taken"] });
  expect(form.message).toBe("slug is reserved");
  expect(form.submitting).toBe(false);
});

test("a refusal without fields is told in the server's words", async () => {
  const form = createForm({
    schema,
    initial: valid,
    onsubmit: () => {
      throw new ApiError(409, { detail: "Sudah lunas" });
    },
  });
  await form.submit();
  expect(form.message).toBe("Sudah lunas");
});

test("sending the same again after a lost answer uses the same key; other values and a new deed use another", async () => {
  const keys: string[] = [];
  const outcomes: (Error | undefined)[] = [
    new NetworkError("cut"),
    new ApiError(502, {}),
    undefined,
    undefined,
    new NetworkError("cut"),
    undefined,
  ];
  const form = createForm({
    schema,
    initial: valid,
    onsubmit: (_, key) => {
      keys.push(key);
      const outcome = outcomes.shift();
      if (outcome) throw outcome;
    },
  });
  for (let i = 0; i < 5; i++) await form.submit();
  form.reset({ ...valid, name: "Mawar" });
  await form.submit();
  const [first, second, third, fourth, fifth, sixth] = keys;
  expect([second, third]).toEqual([first, first]);
  expect(new Set([third, fourth, fifth, sixth]).size).toBe(4);
});

test("a second press while it is sending does nothing", async () => {
  const answer = Promise.withResolvers<void>();
  let sent = 0;
  const form = createForm({
    schema,
    initial: valid,
    onsubmit: () => {
      sent++;
      return answer.promise;
    },
  });
  const first = form.submit();
  await form.submit();
  expect(form.submitting).toBe(true);
  answer.resolve();
  await first;
  expect(sent).toBe(1);
});

test.each([
  ["owner.email", "owner.email"],
  ["/owner/email", "owner.email"],
  ["#/items/0/amount", "items.0.amount"],
  ["items[0].amount", "items.0.amount"],
  ["body.name", "name"],
])("the field %s is the input %s", (field, name) => {
  expect(fieldPath(field)).toBe(name);
});
