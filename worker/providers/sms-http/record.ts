/** How a tenant describes an SMS gateway that is reached by HTTP, and what is checked before the record is kept. */
import { z } from "zod";
import { checkOutwardUrl, literalOf, outwardWords, type OutwardPolicy } from "../../core/outward.ts";
import { parsePath } from "../../core/paths.ts";
import { numberFormats } from "../../core/phones.ts";
import { isKnown, placeholdersIn, secretOf, textsIn, type Json } from "./placeholders.ts";

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}$/;
const ownHeaders = new Set(["host", "content-length", "content-type", "connection", "transfer-encoding", "cookie"]);
const deepest = 4;
const longestBody = 10_000;

const path = z
  .string()
  .max(200)
  .refine((text) => parsePath(text) !== undefined, "Not a path such as data.items[0].id");

/** Walked to a limited depth, so that no nesting exhausts the stack. */
const isJson = (value: unknown, depth: number): boolean => {
  if (typeof value !== "object" || value === null)
    return ["string", "number", "boolean", "object"].includes(typeof value);
  return depth > 0 && Object.values(value).every((each) => isJson(each, depth - 1));
};
/** What is nested too deep has been refused already. */
const isShort = (body: unknown): boolean => !isJson(body, deepest + 1) || JSON.stringify(body).length <= longestBody;
const json = z
  .unknown()
  .refine((value) => isJson(value, deepest), `JSON of at most ${deepest} levels`)
  .transform((value) => value as Json);
const retryable = z.int().min(400).max(599);

/** The tenant's record. Placeholders stand in headers and body alone, so that the address is what was checked. */
export const gatewayRecord = z
  .object({
    method: z.enum(["POST", "PUT", "GET"]).default("POST"),
    url: z.string().trim().min(1).max(2000),
    headers: z
      .record(z.string().regex(headerName), z.string().max(2000))
      .refine((headers) => Object.keys(headers).length <= 20, "At most 20")
      .default({}),
    /** form: URL-encoded body. json: the body as it stands, its texts filled. query: in the address, each encoded. */
    bodyType: z.enum(["form", "json", "query"]),
    body: z.record(z.string().min(1).max(100), json).refine(isShort, `At most ${longestBody} characters`),
    numberFormat: z.enum(numberFormats).default("62"),
    timeoutMs: z.int().min(1000).max(30_000).default(10_000),
    /** When a message counts as taken: by status, and by a value of the JSON answer compared as text. */
    success: z
      .object({
        httpMin: z.int().min(200).max(599).default(200),
        httpMax: z.int().min(200).max(599).default(299),
        jsonPath: path.optional(),
        equals: z
          .array(z.union([z.string().max(100), z.number(), z.boolean()]).transform(String))
          .min(1)
          .max(20)
          .optional(),
      })
      .refine(({ httpMin, httpMax }) => httpMin <= httpMax, "httpMin is above httpMax")
      .refine(
        ({ jsonPath, equals }) => (jsonPath === undefined) === (equals === undefined),
        "jsonPath and equals go together",
      )
      .default({ httpMin: 200, httpMax: 299 }),
    messageIdPath: path.optional(),
    retryOnHttp: z.array(retryable).max(50).default([429, 500, 502, 503, 504]),
    /** The pace the gateway allows. */
    perSecond: z.int().min(1).max(100).default(5),
  })
  .refine(({ method, bodyType }) => (method === "GET") === (bodyType === "query"), {
    path: ["bodyType"],
    message: "GET goes with query, and query with GET",
  });
export type GatewayRecord = z.output<typeof gatewayRecord>;

export interface GatewayProblem {
  /** Path of the field, such as `body.message`. */
  field: string;
  message: { id: string; en: string };
}

export type GatewayCheck =
  | { gateway: GatewayRecord; /** Names of the secrets it uses. */ secrets: string[]; problems?: undefined }
  | { gateway?: undefined; secrets?: undefined; problems: GatewayProblem[] };

/** Parses a record and says all that keeps it from being used: limits, unknown placeholders, an address that may not be called. */
export function checkGateway(value: unknown, policy: OutwardPolicy): GatewayCheck {
  const parsed = gatewayRecord.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, 20)
      .map(({ path, message }) => problem(path.join("."), message, message));
    return { problems };
  }
  const gateway = parsed.data;
  const texts = textsOf(gateway);
  const problems = [
    ...urlProblems(gateway.url, policy),
    ...headerProblems(gateway.headers),
    ...texts.flatMap(({ path, text }) => placeholderProblems(path, text)),
    ...bodyProblems(gateway),
  ];
  if (problems.length > 0) return { problems };
  const names = texts.flatMap(({ text }) => placeholdersIn(text)).flatMap((name) => secretOf(name) ?? []);
  return { gateway, secrets: [...new Set(names)] };
}

const textsOf = ({ headers, body }: GatewayRecord) => [...textsIn(headers, "headers"), ...textsIn(body, "body")];

const problem = (field: string, id: string, en: string): GatewayProblem => ({ field, message: { id, en } });

/** An SMS gateway has a name: unlike other addresses, its own may be no IP literal at all. */
function urlProblems(url: string, policy: OutwardPolicy): GatewayProblem[] {
  if (url.includes("{{"))
    return [problem("url", "Alamat tidak boleh memuat {{…}}.", "The address can't hold placeholders.")];
  const { reason, url: checked } = checkOutwardUrl(url, policy);
  const isLiteral = checked !== undefined && !policy.allowPrivate && literalOf(checked.hostname) !== undefined;
  const words = reason ? outwardWords[reason] : isLiteral ? literalWords : undefined;
  return words ? [{ field: "url", message: words }] : [];
}

const literalWords = {
  id: "Gunakan nama host, bukan alamat IP.",
  en: "Use a host name, not an IP address.",
};

function headerProblems(headers: Record<string, string>): GatewayProblem[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (ownHeaders.has(name.toLowerCase()) || /^(cf|sec|proxy)-/i.test(name))
      return [problem(`headers.${name}`, "Header ini diisi oleh sistem.", "This header is set by the system.")];
    if (!/^[\t\x20-\x7e]*$/.test(value))
      return [problem(`headers.${name}`, "Hanya huruf ASCII dalam satu baris.", "ASCII characters on one line only.")];
    if (placeholdersIn(value).includes("text"))
      return [problem(`headers.${name}`, "{{text}} hanya di isi pesan.", "{{text}} goes into the body alone.")];
    return [];
  });
}

const placeholderProblems = (field: string, text: string): GatewayProblem[] =>
  placeholdersIn(text)
    .filter((name) => !isKnown(name))
    .map((name) =>
      problem(
        field,
        `{{${name}}} tidak dikenal. Yang ada: to, text, ref, secret.nama.`,
        `{{${name}}} is unknown. There are: to, text, ref, secret.name.`,
      ),
    );

/** A form's and a query's values are flat, and every message needs its number and its text. */
function bodyProblems({ body, bodyType }: GatewayRecord): GatewayProblem[] {
  const nested = Object.entries(body).filter(([, value]) => typeof value === "object" && value !== null);
  const names = textsIn(body).flatMap(({ text }) => placeholdersIn(text));
  return [
    ...(bodyType === "json" ? [] : nested).map(([name]) =>
      problem(`body.${name}`, "Hanya teks atau angka.", "Text or a number only."),
    ),
    ...["to", "text"]
      .filter((name) => !names.includes(name))
      .map((name) => problem("body", `Isi belum memuat {{${name}}}.`, `The body does not hold {{${name}}} yet.`)),
  ];
}
