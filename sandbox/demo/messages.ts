/** What each demo company sends and receives by: accounts with the doubles, a provider of its own, a task, an announcement. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { DemoCompany } from "./companies.ts";

/** Where the doubles are. */
export interface DemoSandbox {
  url: string;
  smtpPort: number;
}

export interface DemoConnection {
  provider: string;
  name: string;
  secrets: Record<string, string>;
  settings?: Record<string, string | number>;
}

/** Where a company's word can go. */
type Outlet = "inApp" | "email" | "whatsapp" | "telegram" | "discord" | "push" | "sms";

export interface DemoMessages {
  connections: DemoConnection[];
  /** How customers hear of a new invoice. */
  invoiceOutlets: Outlet[];
  /** Body of `POST /webhook-endpoints`. */
  endpoint: object;
  /** Body of `POST /tasks`. */
  task: object;
  announcement: { title: string; body: string; outlets: Outlet[] };
}

const random = (bytes: number) => randomBytes(bytes).toString("hex");

/** The number that writes for the reseller, which its app with the double is registered by. */
export const whatsappNumber = { phoneNumberId: "100000000000001", verifyToken: random(12), appSecret: random(16) };

/** The approved template of the reseller's invoices; its parameters are variables of the message. */
export const approvedInvoice = {
  name: "tagihan_baru",
  language: "id",
  parameters: ["recipient", "number", "total", "dueOn"],
};

const whapi: DemoConnection = {
  provider: "whapi",
  name: "WhatsApp kantor",
  secrets: { token: random(16) },
  settings: { messagesPerMinute: 600 },
};
const whatsappCloud: DemoConnection = {
  provider: "whatsapp-cloud",
  name: "WhatsApp Business",
  secrets: {
    accessToken: random(24),
    appSecret: whatsappNumber.appSecret,
    verifyToken: whatsappNumber.verifyToken,
  },
  settings: { phoneNumberId: whatsappNumber.phoneNumberId },
};
const telegram: DemoConnection = {
  provider: "telegram",
  name: "Bot Telegram",
  secrets: { botToken: `100000001:${random(18)}` },
};
const discord = ({ url }: DemoSandbox): DemoConnection => ({
  provider: "discord",
  name: "Discord tim",
  secrets: { webhookUrl: `${url}/discord/api/v10/webhooks/100000000000000001/${random(30)}` },
});
const postmark: DemoConnection = {
  provider: "postmark",
  name: "Email penagihan",
  secrets: { serverToken: random(16) },
  settings: { from: "Contoh Net <tagihan@contoh-net.example>" },
};
const twilio: DemoConnection = {
  provider: "twilio",
  name: "SMS Twilio",
  secrets: { accountSid: `AC${random(16)}`, authToken: random(16) },
  settings: { from: "+15550100001" },
};
const smtp = ({ smtpPort }: DemoSandbox): DemoConnection => ({
  provider: "smtp",
  name: "Server email",
  secrets: { username: "gadai", password: random(12) },
  settings: { host: "localhost", port: smtpPort, security: "none", from: "Contoh Gadai <kabar@contoh-gadai.example>" },
});
const smsGateway = ({ url }: DemoSandbox): DemoConnection => ({
  provider: "sms-http",
  name: "Gateway SMS",
  secrets: { token: random(16) },
  settings: {
    gateway: JSON.stringify({
      method: "POST",
      url: `${url}/sms/generic`,
      headers: { authorization: "Bearer {{secret.token}}" },
      bodyType: "json",
      body: { to: "{{to}}", message: "{{text}}", id: "{{ref}}" },
      success: { jsonPath: "status", equals: ["success"] },
      messageIdPath: "messageId",
    }),
  },
});

/** A Firebase project that is nobody's, with a key of this start. */
function firebase(): DemoConnection {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const serviceAccount = {
    type: "service_account",
    project_id: "contoh-pulsa",
    private_key_id: random(20),
    private_key: privateKey,
    client_email: "tepi@contoh-pulsa.iam.gserviceaccount.com",
  };
  return { provider: "fcm", name: "Push aplikasi", secrets: { serviceAccount: JSON.stringify(serviceAccount) } };
}

const payments = (key: string, name: string) => ({
  key,
  name,
  signature: { scheme: "hmac", header: "X-Signature", algorithm: "sha256", encoding: "hex" },
  secret: random(16),
  action: "payment",
  mapping: {
    invoiceNumber: { path: "data.bill" },
    amount: { path: "data.amount" },
    reference: { path: "data.reference" },
    status: { path: "data.status", values: { SETTLED: "paid" } },
  },
});
const news = (key: string, name: string) => ({
  key,
  name,
  signature: { scheme: "token", header: "X-Token" },
  secret: random(16),
  action: "notify",
  mapping: { title: { path: "title" }, message: { path: "message" } },
});
const report = (name: string, kind: "daily" | "overview", schedule: object) => ({
  kind: "report",
  name,
  schedule,
  settings: { report: kind, roles: ["owner"] },
});

export const demoMessages: Record<DemoCompany["kind"], (sandbox: DemoSandbox) => DemoMessages> = {
  isp: (sandbox) => ({
    connections: [whapi, telegram, discord(sandbox), postmark],
    invoiceOutlets: ["whatsapp", "email"],
    endpoint: payments("bank-contoh", "Bank Contoh"),
    task: report("Laporan pagi", "daily", { every: "day", at: "07:30" }),
    announcement: {
      title: "Pemeliharaan jaringan Melati",
      body: "Perangkat di Jl. Contoh Melati diganti Sabtu pukul 01.00–03.00 WIB.",
      outlets: ["inApp", "email", "telegram", "discord"],
    },
  }),
  ppob: (sandbox) => ({
    connections: [whatsappCloud, twilio, firebase()],
    invoiceOutlets: ["whatsapp", "sms"],
    endpoint: news("pemasok-contoh", "Pemasok Contoh"),
    task: {
      kind: "webhook",
      name: "Kabari aplikasi kasir",
      schedule: { every: "hour", minute: 0 },
      settings: { url: `${sandbox.url}/receiver/kasir` },
      secret: random(16),
    },
    announcement: {
      title: "Harga pulsa berubah",
      body: "Harga baru berlaku mulai besok pukul 00.00 WITA.",
      outlets: ["inApp", "push"],
    },
  }),
  pawn: (sandbox) => ({
    connections: [smtp(sandbox), smsGateway(sandbox)],
    invoiceOutlets: ["email", "sms"],
    endpoint: news("harga-emas", "Harga Emas Contoh"),
    task: report("Ringkasan Senin", "overview", { every: "week", weekday: 1, at: "08:00" }),
    announcement: {
      title: "Jam buka hari libur",
      body: "Gerai buka pukul 09.00–13.00 WIT pada hari libur nasional.",
      outlets: ["inApp", "email"],
    },
  }),
};
