/** Finds known secrets in what must not hold them, in any of the forms in which text travels. */

export interface Secret {
  name: string;
  value: string;
  /** Operations whose answer is meant to show it. */
  shownBy?: readonly string[];
}

/** Somewhere that was looked at: an answer, a log line, a row. */
export interface Place {
  name: string;
  /** The operation, where it is its answer. */
  operation?: string;
  text: string;
}

/** The value as text, and inside JSON, addresses, hexadecimal and base64 at each of its three alignments. */
export function formsOf(value: string): string[] {
  const hex = Buffer.from(value).toString("hex");
  const encoded = [0, 1, 2].flatMap((offset) => {
    const text = Buffer.from("\0".repeat(offset) + value)
      .toString("base64")
      .replaceAll("=", "");
    // The first and last characters mix with what stands beside.
    const core = text.slice(Math.ceil((offset * 8) / 6), -1);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const quoted = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, quoted, encodeURIComponent(value), hex, hex.toUpperCase(), ...encoded])];
}

/** Every place that holds a secret it should not, as `secret in place`. */
export function leaks(secrets: readonly Secret[], places: readonly Place[]): string[] {
  return secrets.flatMap(({ name, value, shownBy = [] }) => {
    const forms = formsOf(value);
    return places
      .filter(({ operation }) => operation === undefined || !shownBy.includes(operation))
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map((place) => `${name} in ${place.name}`);
  });
}
