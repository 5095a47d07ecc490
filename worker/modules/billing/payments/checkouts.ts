/** Paying online: the public page of an invoice, and the provider's checkout behind it, made when somebody wants to pay. */
import { and, desc, eq, getTableColumns } from "drizzle-orm";
import type { Context } from "../../../core/context.ts";
import { Refusal } from "../../../core/errors.ts";
import { isoInstant } from "../../../core/time.ts";
import {
  createInvoice as createXenditInvoice,
  findByExternalId,
  XenditFailure,
  type NewXenditInvoice,
  type XenditAccount,
  type XenditInvoice,
} from "../../../providers/xendit/client.ts";
import type { Row } from "../../../db/store.ts";
import { connectionsFor, openConnection, xenditAccount } from "../../connections/index.ts";
import { commit, delayedEvent } from "../../outbox/index.ts";
import { requireTakes } from "../invoices/invoices.ts";
import { paymentPath, storedToken } from "../invoices/issue.ts";
import { owedOf } from "../invoices/owed.ts";
import { publicInvoiceQueries } from "../invoices/view.ts";
import { checkouts, invoices, payments } from "../schema.ts";
import { invoiceTakes } from "../states.ts";

type Checkout = Row<typeof checkouts>;

const lifetimeSeconds = 24 * 3600;
/** A page that closes sooner than this is not handed out again. */
const leastRemainingMs = 10 * 60_000;
/** When a checkout that the provider did not answer is tried again without the customer. */
const retryAfterMs = 60_000;

/** What the customer can choose, as Xendit names it. Anything else opens the whole checkout. */
const paymentMethods: Record<string, string[]> = {
  va: ["BCA", "BNI", "BRI", "MANDIRI", "PERMATA"],
  qris: ["QRIS"],
  ewallet: ["OVO", "DANA", "SHOPEEPAY", "LINKAJA"],
  retail: ["ALFAMART", "INDOMARET"],
};

/** The tenant's id within a payment link's token. */
export const tenantIdOfToken = ({ token }: Record<string, string>): string => `ten_${(token ?? "").slice(0, 20)}`;

async function loadPublic(ctx: Context, publicToken: string) {
  const { store } = ctx;
  const where = store.own(invoices, eq(invoices.publicToken, publicToken));
  const [[found], items, connections, open, receipts] = await store.read(
    ...publicInvoiceQueries(ctx, publicToken),
    connectionsFor(ctx, "xendit"),
    store.db
      .select(getTableColumns(checkouts))
      .from(invoices)
      .innerJoin(checkouts, store.own(checkouts, eq(checkouts.invoiceId, invoices.id)))
      .where(where)
      .orderBy(desc(checkouts.id))
      .limit(10),
    store.db
      .select({ id: payments.id })
      .from(invoices)
      .innerJoin(payments, store.own(payments, eq(payments.invoiceId, invoices.id)))
      .where(where)
      .limit(1),
  );
  if (!found || found.invoice.state === "draft") throw new Refusal("not_found");
  const { brandId } = found.invoice;
  const connection =
    connections.find((each) => each.brandId === brandId) ?? connections.find((each) => each.brandId === null);
  return { ...found, items, connection, checkouts: open, hasReceipt: receipts.length > 0 };
}
type LoadedPublic = Awaited<ReturnType<typeof loadPublic>>;

/** An invoice as whoever holds its link may see it. */
export async function getPublicInvoice(ctx: Context, token: string) {
  const { invoice, customer, brand, items, connection, hasReceipt } = await loadPublic(ctx, storedToken(token));
  const due = invoice.state === "void" ? 0 : owedOf(invoice);
  return {
    ...invoice,
    number: invoice.number ?? "",
    issuedOn: invoice.issuedOn ?? "",
    state: invoice.state as Exclude<typeof invoice.state, "draft">,
    company: ctx.tenant.name,
    brand,
    customerName: customer.name,
    items,
    due,
    paidAt: invoice.paidAt === null ? null : isoInstant(invoice.paidAt),
    timeZone: ctx.tenant.timeZone,
    canPayOnline: connection !== undefined && due > 0,
    hasReceipt,
  };
}

/**
 * Opens the provider's checkout for what is owed now, or gives the one that is open.
 * @throws Refusal `wrong_state` when nothing is owed, `provider_failed` when the provider does not answer: the checkout is
 * kept then, and made without the customer as soon as the provider is back
 */
export async function startPayment(ctx: Context, token: string, method: string): Promise<{ checkoutUrl: string }> {
  const loaded = await loadPublic(ctx, storedToken(token));
  requireTakes(loaded.invoice, "pay");
  const { connection, invoice } = loaded;
  if (!connection)
    throw new Refusal("wrong_state", {
      detail: {
        id: "Pembayaran daring belum tersedia untuk tagihan ini.",
        en: "This invoice can't be paid online yet.",
      },
    });
  const chosen = method in paymentMethods ? method : "any";
  const amount = owedOf(invoice);
  const fitting = loaded.checkouts.filter(
    (each) => each.amount === amount && each.method === chosen && each.connectionId === connection.id,
  );
  const open = fitting.find((each) => each.state === "open" && (each.expiresAt ?? 0) > ctx.now() + leastRemainingMs);
  if (open?.url) return { checkoutUrl: open.url };
  const begun = fitting.find((each) => each.state === "creating");
  const checkout =
    begun ?? (await beginCheckout(ctx, { invoiceId: invoice.id, connectionId: connection.id, amount, method: chosen }));
  return { checkoutUrl: await complete(ctx, checkout, loaded, begun !== undefined) };
}

/** Our id is stored before the provider is asked, so that an answer that never came can be looked up by it. */
async function beginCheckout(
  ctx: Context,
  input: Pick<Checkout, "invoiceId" | "connectionId" | "amount" | "method">,
): Promise<Checkout> {
  const row = {
    ...input,
    id: ctx.id("chk"),
    provider: "xendit",
    state: "creating" as const,
    providerId: null,
    url: null,
    expiresAt: null,
    createdAt: ctx.now(),
  };
  await commit(ctx, [
    ctx.store.insert(checkouts, row),
    delayedEvent(ctx, "checkout.requested", { checkoutId: row.id }, retryAfterMs),
  ]);
  return { ...row, tenantId: ctx.tenant.id };
}

async function complete(ctx: Context, checkout: Checkout, loaded: LoadedPublic, mayExist: boolean): Promise<string> {
  const { invoice, customer, connection } = loaded;
  if (!connection) throw new Refusal("provider_failed");
  const account = xenditAccount(ctx, await openConnection(ctx, connection));
  const pageUrl = `${ctx.settings.APP_URL}${paymentPath(ctx.tenant.id, invoice.publicToken ?? "")}`;
  const made =
    (mayExist ? await findByExternalId(account, checkout.id) : undefined) ??
    (await createNarrowed(account, paymentMethods[checkout.method], {
      externalId: checkout.id,
      amount: checkout.amount,
      description: `${loaded.brand.name} ${invoice.number}`.slice(0, 200),
      durationSeconds: lifetimeSeconds,
      payerEmail: customer.email ?? undefined,
      customerName: customer.name || undefined,
      successUrl: `${pageUrl}?paid=1`,
      failureUrl: pageUrl,
    }));
  if (!made.invoice_url) throw new Refusal("provider_failed");
  // The customer need not wait for this: until it is stored, the provider is asked by our id.
  ctx.defer(ctx.store.atomic([openStatement(ctx, checkout.id, made)]));
  return made.invoice_url;
}

/** Xendit refuses the whole request when the account lacks one of the channels; unnarrowed it offers those there are. */
async function createNarrowed(
  account: XenditAccount,
  methods: string[] | undefined,
  input: NewXenditInvoice,
): Promise<XenditInvoice> {
  try {
    return await createXenditInvoice(account, { ...input, paymentMethods: methods });
  } catch (error) {
    const lacking = error instanceof XenditFailure && error.errorCode === "UNAVAILABLE_PAYMENT_METHOD_ERROR";
    if (!lacking || methods === undefined) throw error;
    return createXenditInvoice(account, input);
  }
}

const openStatement = (ctx: Context, id: string, made: XenditInvoice) =>
  ctx.store.update(
    checkouts,
    {
      state: "open",
      providerId: made.id,
      url: made.invoice_url ?? null,
      expiresAt: made.expiry_date ? Date.parse(made.expiry_date) : ctx.now() + lifetimeSeconds * 1000,
    },
    and(eq(checkouts.id, id), eq(checkouts.state, "creating")),
  );

/** Makes a checkout that the provider did not answer in time, while its invoice is still owed. */
export async function completeCheckout(ctx: Context, checkoutId: string): Promise<void> {
  const { store } = ctx;
  const [[found]] = await store.read(
    store.db
      .select({ checkout: getTableColumns(checkouts), token: invoices.publicToken, state: invoices.state })
      .from(checkouts)
      .innerJoin(invoices, store.own(invoices, eq(invoices.id, checkouts.invoiceId)))
      .where(store.own(checkouts, eq(checkouts.id, checkoutId))),
  );
  if (found?.checkout.state !== "creating" || found.token === null || !invoiceTakes(found.state, "pay")) return;
  await complete(ctx, found.checkout, await loadPublic(ctx, found.token), true);
}
