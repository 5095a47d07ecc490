/** A call's body as data, whatever form it came in. */

const jsonType = /^(application|text)\/([\w.+-]+\+)?json\b/i;
const formType = /^application\/x-www-form-urlencoded\b/i;

/**
 * Reads a body: JSON, also where no type is said, or a form, whose fields are texts and lists of texts.
 * @returns undefined for anything else, or what claims to be JSON and is not
 */
export function readBody(contentType: string | undefined, body: string): { document: unknown } | undefined {
  const type = contentType?.trim() ?? "";
  if (formType.test(type)) return { document: formOf(body) };
  if (type !== "" && !jsonType.test(type)) return undefined;
  try {
    // Signed over as it came; a byte order mark is no part of the JSON.
    return { document: JSON.parse(body.replace(/^\uFEFF/, "")) };
  } catch {
    return undefined;
  }
}

function formOf(body: string): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(body)) {
    const before = form[name];
    form[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return form;
}
