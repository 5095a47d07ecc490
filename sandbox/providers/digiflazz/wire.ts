import { createHash, createHmac } from "node:crypto";

/** `md5(username + apiKey + suffix)` (developer.digiflazz.com/api/buyer, each call's page). */
export const signOf = (username: string, apiKey: string, suffix: string): string =>
  createHash("md5").update(`${username}${apiKey}${suffix}`).digest("hex");

/** The value of `X-Hub-Signature` (developer.digiflazz.com/api/buyer/webhook). */
export const signatureOf = (secret: string, body: string): string =>
  `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;

/** JSON as PHP writes it, with escaped slashes: a signature made again from parsed data does not fit. */
export const phpJson = (value: unknown): string => JSON.stringify(value).replaceAll("/", "\\/");

/** Failures have a status of 400 and say why in `rc`. */
export const failure = (rc: string, message: string, status = 400): Response =>
  Response.json({ data: { rc, message } }, { status });
