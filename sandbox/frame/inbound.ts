import { z } from "zod";

/** What a customer can send, whatever the messenger: body of every `POST /{provider}/_inbound`. */
export const inboundFields = {
  /** Slug of the company that is written to. */
  tenant: z.string().regex(/^[a-z0-9-]{1,63}$/),
  from: z.union([z.string().min(1).max(150), z.int()]).transform(String),
  name: z.string().min(1).max(100).default("Pelanggan"),
  text: z.string().min(1).max(65_536).optional(),
  image: z
    .object({
      caption: z.string().max(1024).optional(),
      /** The file in base64; a tiny PNG by default. */
      base64: z.base64().max(8_000_000).optional(),
      mimeType: z.string().max(100).optional(),
    })
    .optional(),
  document: z
    .object({
      filename: z.string().min(1).max(200).default("bukti.pdf"),
      caption: z.string().max(1024).optional(),
      base64: z.base64().max(8_000_000).optional(),
      mimeType: z.string().max(100).optional(),
    })
    .optional(),
  location: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }).optional(),
  /** A press of a button that we sent. */
  button: z.object({ id: z.string().min(1).max(256), title: z.string().min(1).max(256) }).optional(),
};

type InboundContent = Partial<
  Record<"image" | "document", { caption?: string | undefined }> & {
    text: string;
    location: object;
    button: { title: string };
  }
>;

/** What stands in the conversation for what a person sent. */
export function saidIn({ text, image, document, location, button }: InboundContent): string {
  const words = text ?? image?.caption ?? document?.caption ?? button?.title;
  if (words !== undefined) return words;
  if (location) return "[lokasi]";
  return image ? "[gambar]" : "[berkas]";
}

const contents = ["text", "image", "document", "location", "button"] as const;

/** Whether there is something to say. */
export const hasContent = (input: Partial<Record<(typeof contents)[number], unknown>>): boolean =>
  contents.some((name) => input[name] !== undefined);

export const noContent = `One of ${contents.join(", ")} is needed.`;

/** Where a company's webhooks of a provider are. */
export const webhookUrl = (tepiUrl: string, tenant: string, provider: string): string =>
  `${tepiUrl}/t/${tenant}/webhooks/${provider}`;

/** The company whose webhook an address that was registered is. */
export const tenantOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : /^\/t\/([a-z0-9-]+)\/webhooks\//.exec(URL.parse(url)?.pathname ?? "")?.[1];

/** Whether an address that was registered is that company's. */
export const isWebhookOf = (url: string, tenant: string, provider: string): boolean =>
  URL.canParse(url) && `${new URL(url).pathname}/`.startsWith(`/t/${tenant}/webhooks/${provider}/`);
