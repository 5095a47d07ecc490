import type { Context } from "../../../core/context.ts";
import { Refusal, refuseField } from "../../../core/errors.ts";
import type { GatewayAccount } from "../../../providers/sms-http/courier.ts";
import { checkGateway } from "../../../providers/sms-http/record.ts";
import { required, type OpenConnection, type Provider } from "../provider.ts";

/** The gateway behind a connection. @throws Refusal naming the field that can't be used */
export function gatewayAccount(
  ctx: Pick<Context, "settings">,
  { settings, secrets }: Pick<OpenConnection, "secrets" | "settings">,
): GatewayAccount {
  const allowPrivate = ctx.settings.ALLOW_PRIVATE_HOSTS === "on";
  const checked = checkGateway(parseRecord(settings["gateway"]), { allowPrivate });
  if (checked.problems)
    throw new Refusal("invalid_input", {
      fields: checked.problems.map(({ field, message }) => ({ field: `settings.gateway.${field}`, message })),
    });
  return { gateway: checked.gateway, secrets, allowPrivate };
}

/** A gateway described by the tenant itself: `docs/channels.md`, SMS gateways. */
export const smsHttp: Provider = {
  name: "SMS (HTTP)",
  perBrand: true,
  secrets: [],
  anySecret: true,
  settings: [
    required("gateway", "Uraian gateway (JSON)", "Description of the gateway (JSON)", {
      type: "long",
      hint: {
        id: "Alamat, isi permintaan, dan cara mengenali keberhasilan. {{to}}, {{text}}, dan {{secret.nama}} diisi saat mengirim.",
        en: "Address, body, and how success is known. {{to}}, {{text}} and {{secret.name}} are filled when it sends.",
      },
    }),
  ],
  check: (ctx, given) => void gatewayAccount(ctx, given),
  // A gateway has no call that only tries the account; the description is what can be tried.
  async test(ctx, connection) {
    const { gateway } = gatewayAccount(ctx, connection);
    return `${gateway.method} ${new URL(gateway.url).host}`;
  },
};

function parseRecord(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw refuseField("settings.gateway", "Ini bukan JSON.", "This is not JSON.");
  }
}
