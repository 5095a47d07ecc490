/**
 * D1 answers a batch with rows keyed by column name, so of two joined tables with an `id` one is lost. This gives each
 * selected column of a join a name of its own; drizzle reads them by place and never sees it.
 * @param statement SQL as drizzle makes it
 */
export function withDistinctColumns(statement: string): string {
  const head = /^select (?:distinct )?/.exec(statement)?.[0];
  if (!head || !/ join /.test(statement)) return statement;
  const end = selectListEnd(statement, head.length);
  const columns = splitAtCommas(statement.slice(head.length, end));
  const named = columns.map((column, n) => (/ as "\w+"$/.test(column) ? column : `${column} as "column_${n}"`));
  return `${head}${named.join(", ")}${statement.slice(end)}`;
}

/** Where the select list's own ` from ` begins: outside of parentheses and quotes. */
function selectListEnd(statement: string, start: number): number {
  for (const { at, depth } of outside(statement, start))
    if (depth === 0 && statement.startsWith(" from ", at)) return at;
  return statement.length;
}

function splitAtCommas(list: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { at, depth } of outside(list, 0))
    if (depth === 0 && list[at] === ",") {
      parts.push(list.slice(from, at).trim());
      from = at + 1;
    }
  return [...parts, list.slice(from).trim()];
}

/** Each place outside of quotes, with how many parentheses are open there. */
function* outside(text: string, start: number): Generator<{ at: number; depth: number }> {
  let depth = 0;
  let quote = "";
  for (let at = start; at < text.length; at++) {
    const char = text[at] as string;
    if (quote) quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === "(") depth++;
    else if (char === ")") depth--;
    if (!quote) yield { at, depth };
  }
}
