/** Templates in Liquid, with what short messages need of it and nothing more (docs/decisions/0014-templates.md). */
import { Liquid, type Template } from "liquidjs";
import type { Locale } from "../../../core/errors.ts";

/** No loops, no files, no output beyond the text itself: a template can't be made to take long. */
const keptTags = ["if", "unless", "case", "comment", "assign"];
const templateCharacters = 8000;

const engine = new Liquid({
  strictFilters: true,
  strictVariables: true,
  ownPropertyOnly: true,
  parseLimit: templateCharacters,
  memoryLimit: 100_000,
});
for (const tag of Object.keys(engine.tags)) if (!keptTags.includes(tag)) delete engine.tags[tag];

const parsed = new Map<string, Template[]>();

/** Parses, remembering the newest few hundred: a monthly run renders one text a hundred thousand times. */
function parse(text: string): Template[] {
  const known = parsed.get(text);
  if (known) return known;
  const made = engine.parse(text);
  if (parsed.size >= 500) parsed.delete(parsed.keys().next().value as string);
  parsed.set(text, made);
  return made;
}

/** Renders a text that was checked when it was saved. */
export const render = (text: string, values: Record<string, string | null>): string =>
  String(engine.renderSync(parse(text), values)).trim();

/** What is wrong with a text for values of these names, in both languages, or undefined. */
export function templateFault(
  text: string,
  examples: Record<string, string | null>,
): Record<Locale, string> | undefined {
  const known = Object.keys(examples);
  try {
    const template = engine.parse(text);
    const unknown = engine.globalVariablesSync(template).filter((name) => !known.includes(name));
    if (unknown.length > 0) return unknownVariables(unknown.join(", "), known.join(", "));
    engine.renderSync(template, examples);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]?.slice(0, 200) : "";
    return { id: `Penulisannya salah: ${reason}`, en: `It can't be read: ${reason}` };
  }
}

const unknownVariables = (names: string, all: string): Record<Locale, string> => ({
  id: `Variabel tidak dikenal: ${names}. Yang ada: ${all}.`,
  en: `Unknown variable: ${names}. There are: ${all}.`,
});
