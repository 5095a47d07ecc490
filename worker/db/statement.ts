/** Just enough reading of SQL for the guard: parentheses, clauses and lists, of statements whose values are all bound. */

/** A stretch of a statement, without the parentheses around it. */
export interface Span {
  start: number;
  end: number;
}

const clauseStart = /\b(?:where|on|having|select|set)\b/gi;
const clauseEnd =
  /\b(?:group by|order by|limit|returning|union|(?:inner|left|right|full|cross)? ?join|where|having)\b/i;

/** Whether the condition at `offset` must hold for a row to count: no "or", "not" or "case" stands between it and its clause. */
export function isRequired(statement: string, offset: number): boolean {
  for (let at = offset; ;) {
    const group = enclosing(statement, at);
    const flat = flattened(statement, group);
    const before = flat.slice(0, at - group.start);
    const keyword = [...before.matchAll(clauseStart)].at(-1);
    const after = flat.slice(at - group.start);
    const clause =
      before.slice(keyword ? keyword.index + keyword[0].length : 0) + after.slice(0, clauseEnd.exec(after)?.index);
    if (/\b(?:or|case)\b/i.test(clause) || /\bnot\s*$/i.test(before)) return false;
    if (keyword || group.start === 0) return true;
    at = group.start - 1;
  }
}

/** The innermost parentheses around `offset`, or the whole statement. */
function enclosing(statement: string, offset: number): Span {
  let depth = 0;
  let start = offset - 1;
  for (; start >= 0; start--) {
    if (statement[start] === ")") depth++;
    if (statement[start] === "(" && depth-- === 0) break;
  }
  return { start: start + 1, end: closing(statement, start + 1) };
}

/** Where the parentheses that open before `start` close. */
function closing(statement: string, start: number): number {
  let depth = 0;
  for (let at = start; at < statement.length; at++) {
    if (statement[at] === "(") depth++;
    if (statement[at] === ")" && depth-- === 0) return at;
  }
  return statement.length;
}

/** A group's text with everything in deeper parentheses blanked, so that offsets stay. */
function flattened(statement: string, { start, end }: Span): string {
  let depth = 0;
  let text = "";
  for (const character of statement.slice(start, end)) {
    if (character === ")") depth--;
    text += depth === 0 ? character : " ";
    if (character === "(") depth++;
  }
  return text;
}

/** The parenthesized groups of a list such as `(a, b), (c, d) on conflict …`. */
export function groupsFrom(statement: string, start: number): Span[] {
  const groups: Span[] = [];
  for (let at = start; statement[at] === "(";) {
    const end = closing(statement, at + 1);
    groups.push({ start: at + 1, end });
    at = end + 1 + (/^,\s*/.exec(statement.slice(end + 1))?.[0].length ?? 0);
  }
  return groups;
}

/** The expression at `position` of a list of values, or of what a select gives. */
export function cellAt(statement: string, span: Span, position: number): { text: string; offset: number } {
  const flat = flattened(statement, span);
  const list = flat.slice(0, /\sfrom\s/i.exec(flat)?.index);
  const offset = list.split(",").slice(0, position).join(",").length + (position > 0 ? 1 : 0);
  const length = list.slice(offset).split(",")[0]?.length ?? 0;
  const text = statement.slice(span.start + offset, span.start + offset + length);
  return { text: text.trim(), offset: span.start + offset + text.length - text.trimStart().length };
}
