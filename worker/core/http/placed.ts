/** Lists by place, for the profiles: other systems count rows with `skip`, where the API walks along keys. */
import { z } from "@hono/zod-openapi";

/** The furthest place that a list goes to: what lies beyond is found by searching, or through the API. */
export const furthestSkip = 10_000;

/** `skip` and `limit` (artacom, "Get All Pelanggan": 15 if not given, at most 100). */
export const skipQuery = z.object({
  skip: z.coerce.number().int().min(0).max(furthestSkip).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(15),
});
export type SkipQuery = z.output<typeof skipQuery>;

/** A page by place, as services give it. */
export interface PlacedPage<T> {
  data: T[];
  /** Exact up to what `skip` reaches, else that much. */
  totalCount: number;
}

const place = { total_count: z.int(), skip: z.int(), limit: z.int() };

/** `{data, total_count, skip, limit}`: a list as artacom documents it. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), ...place });

/** `{message, data}`: the answer where a source shows no envelope. */
export const messageWith = <T extends z.ZodType>(data: T) => z.object({ message: z.string(), data });

/** `{message, data, total_count, skip, limit}`: a list where a source shows no envelope. */
export const messageWithList = <T extends z.ZodType>(item: T) =>
  z.object({ message: z.string(), data: z.array(item), ...place });

/** Fills a list's answer. */
export const listFrom = <R, T>(
  { data, totalCount }: PlacedPage<R>,
  { skip, limit }: SkipQuery,
  show: (row: R) => T,
) => ({
  data: data.map(show),
  total_count: totalCount,
  skip,
  limit,
});
