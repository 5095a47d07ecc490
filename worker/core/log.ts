/** Structured logs: one JSON object a line. Never a body, a secret or a person. */

type Fields = Record<string, string | number | boolean | undefined>;

export const log = {
  info: (event: string, fields: Fields = {}) => console.log(JSON.stringify({ level: "info", event, ...fields })),
  warn: (event: string, fields: Fields = {}) => console.warn(JSON.stringify({ level: "warn", event, ...fields })),
  /** `error` is reduced to its name and place: database errors carry values in their messages. */
  error: (event: string, error: unknown, fields: Fields = {}) =>
    console.error(JSON.stringify({ level: "error", event, ...describe(error), ...fields })),
};

function describe(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const place = error.stack?.split("\n").find((line) => line.trim().startsWith("at "));
  // D1 names tables and columns in its messages, never values.
  const store = error.message.startsWith("D1_ERROR") ? error.message : (error as { code?: string }).code;
  const fields = (error as { issues?: { path: PropertyKey[] }[] }).issues?.map(({ path }) => path.join(".")).join();
  return { error: error.name, at: place?.trim(), store, fields };
}
