import * as z from "zod/mini";

/** A whole number as it is typed, within limits; parsed. */
export const wholeNumber = (minimum: number, maximum: number, error: () => string) =>
  z.pipe(
    z.string().check(
      z.refine((text) => /^\d{1,4}$/.test(text.trim()) && Number(text) >= minimum && Number(text) <= maximum, {
        error,
      }),
    ),
    z.transform(Number),
  );
