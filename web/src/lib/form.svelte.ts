import type { StandardSchemaV1 } from "@standard-schema/spec";
import { tick } from "svelte";
import { problemLine } from "#lib/api/describe-problem.ts";
import { ApiError } from "#lib/api/problem.ts";
import { m } from "#lib/paraglide/messages.js";

type FieldErrors = Record<string, string[]>;
type Options<S extends StandardSchemaV1> = {
  schema: S;
  initial: StandardSchemaV1.InferInput<S>;
  /** Throws what the API throws. The key stays the same when the same values are sent again, so nothing is made twice. */
  onsubmit: (value: StandardSchemaV1.InferOutput<S>, idempotencyKey: string) => unknown;
};

/**
 * A form over any Standard Schema. Spread `props` on the form; give each input the path of its value as `name`
 * (`owner.email`), bind it to `values` and hand `errors[name]` to its `Field`.
 *
 * The schema's findings and the server's `errors: [{field, message}]` (RFC 9457) go to their fields, the first of which
 * is focused; what belongs to no field on the page is in `message`.
 */
export function createForm<S extends StandardSchemaV1<Record<string, unknown>>>(options: Options<S>) {
  type Values = StandardSchemaV1.InferInput<S>;
  let values = $state(structuredClone(options.initial)) as Values;
  let errors = $state<FieldErrors>({});
  let message = $state("");
  let submitting = $state(false);
  let tried = false;
  let sent: { body: string; key: string } | undefined;

  async function validate(): Promise<StandardSchemaV1.InferOutput<S> | undefined> {
    const result = await options.schema["~standard"].validate($state.snapshot(values));
    errors = result.issues ? groupIssues(result.issues) : {};
    return result.issues ? undefined : result.value;
  }

  function keyFor(value: unknown): string {
    const body = JSON.stringify(value);
    if (sent?.body !== body) sent = { body, key: crypto.randomUUID() };
    return sent.key;
  }

  function refused(error: unknown, form: HTMLFormElement | undefined): void {
    const definite = error instanceof ApiError && error.status < 500;
    if (definite) sent = undefined;
    const findings = definite ? (error.problem.errors ?? []) : [];
    const { here, elsewhere } = splitFindings(findings, (field) => !form || !!form.elements.namedItem(field));
    errors = here;
    message = findings.length ? elsewhere.join(" ") : problemLine(error);
  }

  async function submit(form?: HTMLFormElement): Promise<void> {
    if (submitting) return;
    submitting = true;
    tried = true;
    message = "";
    try {
      const value = await validate();
      if (value !== undefined) {
        await options.onsubmit(value, keyFor(value));
        sent = undefined;
        tried = false;
        return;
      }
    } catch (error) {
      refused(error, form);
    } finally {
      submitting = false;
    }
    await tick();
    form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  return {
    get values() {
      return values;
    },
    get errors() {
      return errors;
    },
    /** What went wrong that belongs to no field; show it with role="alert". */
    get message() {
      return message;
    },
    get submitting() {
      return submitting;
    },
    validate,
    submit,
    /** Back to the beginning, or to other values. */
    reset(next: Values = options.initial) {
      values = structuredClone(next);
      errors = {};
      message = "";
      tried = false;
    },
    /** Spread on `<form>`. */
    props: {
      novalidate: true,
      oninput: () => {
        if (tried) void validate();
      },
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void submit(event.currentTarget as HTMLFormElement);
      },
    },
  };
}

/** "body.owner.email", "/owner/email" and "items[0].amount" as the path an input is named by. */
export function fieldPath(field: string): string {
  return field
    .replace(/^[#/]+/, "")
    .replace(/\[(\w+)\]/g, ".$1")
    .replaceAll("/", ".")
    .replace(/^body\./, "");
}

function groupIssues(issues: readonly StandardSchemaV1.Issue[]): FieldErrors {
  const grouped: FieldErrors = {};
  for (const issue of issues) {
    const path = (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part)).join(".");
    (grouped[path] ??= []).push(issue.message || m.error_invalid_title());
  }
  return grouped;
}

function splitFindings(findings: { field: string; message: string }[], isHere: (field: string) => boolean) {
  const here: FieldErrors = {};
  const elsewhere: string[] = [];
  for (const finding of findings) {
    const field = fieldPath(finding.field);
    if (isHere(field)) (here[field] ??= []).push(finding.message);
    else elsewhere.push(finding.message);
  }
  return { here, elsewhere };
}
