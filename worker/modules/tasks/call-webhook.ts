/** A tenant's own task that calls an address of the tenant's. */
import { createHmac } from "node:crypto";
import type { Context } from "../../core/context.ts";
import { outwardFetch, outwardWords, type OutwardAnswer } from "../../core/outward.ts";
import { isoInstant } from "../../core/time.ts";
import { webhookSettings } from "./inputs.ts";
import type { Run, Task } from "./kinds.ts";
import { secretPurpose } from "./schema.ts";
import { TaskFailure, type Words } from "./words.ts";

const timeoutMs = 20_000;
/** Nothing of the answer is kept. */
const limitBytes = 1024;

/**
 * Sends `{task, tenant, dueAt, runId}` by POST. `X-Tepi-Signature: sha256=<hex>` is the HMAC-SHA-256 of the raw body under
 * the task's secret; `runId` stays the same when a call is repeated, so that its receiver can tell.
 * @throws TaskFailure; for what another call would not mend it is final
 */
export async function callWebhook(ctx: Context, { task, run }: { task: Task; run: Run }): Promise<Words> {
  const { url } = webhookSettings.parse(task.settings);
  const body = JSON.stringify({
    task: task.name,
    tenant: ctx.tenant.slug,
    dueAt: isoInstant(run.dueAt),
    runId: run.id,
  });
  const secret = await ctx.vault.open(secretPurpose(task.id), task.secretSealed ?? "");
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const answer = await outwardFetch(
    url,
    {
      method: "POST",
      headers: { "content-type": "application/json", "x-tepi-signature": `sha256=${signature}` },
      body,
    },
    { allowPrivate: ctx.settings.ALLOW_PRIVATE_HOSTS === "on", timeoutMs, limitBytes },
  );
  if (answer.outcome === "answered" && answer.status >= 200 && answer.status < 300)
    return { id: `Alamat menjawab ${answer.status}.`, en: `The address answered ${answer.status}.` };
  throw failureOf(answer);
}

function failureOf(answer: OutwardAnswer): TaskFailure {
  switch (answer.outcome) {
    case "silent":
      return new TaskFailure({
        id: `Alamat tidak menjawab dalam ${timeoutMs / 1000} detik, atau tidak dapat dihubungi.`,
        en: `The address did not answer within ${timeoutMs / 1000} seconds, or could not be reached.`,
      });
    case "redirected":
      return new TaskFailure(
        {
          id: `Alamat mengalihkan ke tempat lain (${answer.status}). Isi alamat akhirnya.`,
          en: `The address redirects elsewhere (${answer.status}). Fill in where it leads.`,
        },
        { isFinal: true },
      );
    case "not-sent":
      return new TaskFailure(answer.reason === "request" ? outwardWords.malformed : outwardWords[answer.reason], {
        isFinal: true,
      });
    case "answered": {
      const { status } = answer;
      const isFinal = status < 500 && status !== 408 && status !== 429;
      const words = { id: `Alamat menjawab ${status}.`, en: `The address answered ${status}.` };
      return new TaskFailure(words, { isFinal });
    }
  }
}
