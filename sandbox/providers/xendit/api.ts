import type { Context } from "hono";
import { Hono } from "hono";

import type { AppEnv, SandboxKit } from "../../frame/provider.ts";
import type { Account, Accounts } from "./accounts.ts";
import { rateLimitHeaders } from "./accounts.ts";
import { usualError, XenditError } from "./errors.ts";
import { callbackUrlInput, createInvoiceInput, listInput, parseInput } from "./inputs.ts";
import type { Invoice, Invoices } from "./invoices.ts";
import { presentInvoice } from "./wire.ts";

interface XenditEnv extends AppEnv {
  Variables: { account: Account };
}

/** Types of `POST /callback_urls/{type}` that this double keeps; it sends only `invoice`. */
const callbackTypes = ["invoice", "fva_status", "fva_paid", "ro_fpc_paid", "ewallet", "qr_code", "payment_method_v2"];

/** Xendit's API as far as Tepi uses it (facts, sections 1, 2 and 3). */
export function xenditApi(kit: SandboxKit, accounts: Accounts, invoices: Invoices): Hono<AppEnv> {
  const app = new Hono<XenditEnv>();

  app.use(async (c, next) => {
    const account = authenticate(c, accounts);
    c.set("account", account);
    invoices.expireDue();
    await next();
    const endpoint = `${c.req.method} ${c.req.path.replace(/[0-9a-f]{24}/, "{id}").replace(/\/$/, "")}`;
    for (const [name, value] of Object.entries(rateLimitHeaders(account, endpoint, kit.now()))) c.header(name, value);
  });

  app.on("POST", ["/v2/invoices", "/v2/invoices/"], async (c) => {
    const input = parseInput(createInvoiceInput, await readJson(c));
    return c.json(presentInvoice(invoices.create(c.var.account, input, new URL(c.req.url).origin)));
  });
  app.on("GET", ["/v2/invoices", "/v2/invoices/"], (c) => {
    const { external_id, limit } = c.req.query();
    const query = parseInput(listInput, { external_id, limit, statuses: readStatuses(c) });
    const found = invoices.list(c.var.account).filter((invoice) => matches(invoice, query));
    return c.json(found.slice(0, query.limit).map(presentInvoice));
  });
  app.get("/v2/invoices/:id", (c) =>
    c.json(presentInvoice(requireInvoice(invoices, c.req.param("id"), c.var.account))),
  );
  app.post("/invoices/:id/expire!", (c) => {
    const invoice = requireInvoice(invoices, c.req.param("id"), c.var.account);
    invoices.expire(invoice);
    return c.json(presentInvoice(invoice));
  });

  app.get("/balance", (c) => c.json({ balance: c.var.account.balance }));

  // A header x-callback-token sets the account's token: on this double there is no dashboard to read one from.
  app.post("/callback_urls/:type", async (c) => {
    const { account } = c.var;
    const type = c.req.param("type");
    if (!callbackTypes.includes(type)) throw usualError(404);
    const { url } = parseInput(callbackUrlInput, await readJson(c));
    account.callbackUrls[type] = url;
    account.callbackToken = c.req.header("x-callback-token") || account.callbackToken;
    const environment = account.apiKey.startsWith("xnd_production_") ? "LIVE" : "TEST";
    const { userId: user_id, callbackToken: callback_token } = account;
    return c.json({ status: "SUCCESSFUL", user_id, url, environment, callback_token });
  });

  app.onError((error) => {
    if (error instanceof XenditError) return error.toResponse();
    throw error;
  });
  return app as unknown as Hono<AppEnv>;
}

function authenticate(c: Context, accounts: Accounts): Account {
  const encoded = /^Basic (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
  const apiKey = /^([^:]+):$/.exec(Buffer.from(encoded, "base64").toString("utf8"))?.[1];
  if (!apiKey || apiKey.startsWith("bad-")) throw usualError(401);
  return accounts.open(apiKey);
}

async function readJson(c: Context): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch {
    throw new XenditError(400, "INVALID_JSON_FORMAT", "The request body is not a valid JSON format.");
  }
}

function readStatuses(c: Context): unknown {
  const given = [...(c.req.queries("statuses") ?? []), ...(c.req.queries("statuses[]") ?? [])];
  if (given.length === 0) return undefined;
  if (given[0]?.startsWith("[")) {
    try {
      return JSON.parse(given[0]) as unknown;
    } catch {
      return given;
    }
  }
  return given.flatMap((value) => value.split(","));
}

function matches(invoice: Invoice, query: { external_id?: string; statuses?: string[] }): boolean {
  if (query.external_id !== undefined && invoice.request.external_id !== query.external_id) return false;
  return query.statuses === undefined || query.statuses.includes(invoice.status);
}

function requireInvoice(invoices: Invoices, id: string, account: Account): Invoice {
  const invoice = invoices.find(id, account);
  if (!invoice) throw new XenditError(404, "INVOICE_NOT_FOUND_ERROR", `Could not find an invoice with id ${id}.`);
  return invoice;
}
