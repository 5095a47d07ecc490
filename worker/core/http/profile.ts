/**
 * What makes a compatibility profile (ARCHITECTURE.md, "The profiles"): another system's paths and errors over the same
 * endpoints, services, permissions and limits as the API.
 */
import { z } from "@hono/zod-openapi";
import type { ErrorShape } from "./problem.ts";

export interface Profile {
  /** Its place in the address: `/t/{slug}/compat/{name}`. */
  name: string;
  /** What it stands in for, for the head of its document. */
  title: string;
  /** The kind of company that it serves; without one, every company. For others there is nothing here. */
  kind?: string;
  errors: ErrorShape;
}

/** `{detail}`: the errors of a profile whose source shows none. The fields at fault stand in its text. */
export const detailErrors: ErrorShape = {
  contentType: "application/json",
  schema: z.object({ detail: z.string() }).openapi("Error"),
  body: ({ detail, errors = [] }) => ({
    detail: [detail, ...errors.map(({ field, message }) => `${field}: ${message}`)].join(" "),
  }),
};

/** The number that stands for a thing in a profile's paths. */
export const numberInPath = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
