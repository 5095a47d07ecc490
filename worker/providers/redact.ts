/** Takes secrets out of what a provider said before anyone keeps it. */

const shortestSecret = 4;

/** The text without any of the secrets, as they are, in base64 and as part of an address. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [secret, Buffer.from(secret).toString("base64"), encodeURIComponent(secret)]);
  return forms.reduce((rest, form) => rest.replaceAll(form, "…"), text);
}
