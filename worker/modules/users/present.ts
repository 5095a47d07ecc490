import type { z } from "@hono/zod-openapi";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import type { userAnswer } from "./inputs.ts";
import type { users } from "./schema.ts";

/** A user as the API shows it. */
export const showUser = (row: Omit<Row<typeof users>, "passwordHash">): z.input<typeof userAnswer> => ({
  id: row.id,
  number: row.number,
  name: row.name,
  email: row.email,
  username: row.username,
  role: row.role,
  passwordMustChange: row.passwordMustChange,
  state: row.state,
  emailConfirmed: row.emailConfirmedAt !== null,
  createdAt: isoInstant(row.createdAt),
});
