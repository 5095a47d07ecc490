/** The longest address a company may have, as one DNS label allows it with room for a prefix. */
export const slugMaxLength = 40;

/** A company's address out of its name: "PT Maju Jaya Net" → "maju-jaya-net". The legal form is no part of it. */
export function slugFrom(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/^\s*(pt|cv|ud|pd|koperasi)\b\.?/, "")
    .replace(/\btbk\b\.?/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, slugMaxLength)
    .replace(/^-+|-+$/g, "");
}

/** What is typed into the address field, made into something allowed without moving the caret. */
export const slugTyped = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, slugMaxLength);

/** The tenant that a host names by itself: `maju.localhost`, `maju.tepi.id` where `tepi.id` is the app's host. */
export function tenantOfHost(hostname: string, appHost: string): string | undefined {
  const suffix = [".localhost", `.${appHost}`].find((end) => hostname.endsWith(end));
  const slug = suffix && hostname.slice(0, -suffix.length);
  return slug && !slug.includes(".") && slug !== "www" ? slug : undefined;
}
