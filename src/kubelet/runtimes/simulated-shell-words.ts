/** Where the words of a shell command end: quotes, substitutions, backquotes. */

/** What a shell cannot make sense of; the message is BusyBox'. */
export class ShellError extends Error {}

/** The position of the closing quote, undefined when there is none or there is something within that we do not read. */
export function endOfQuotes(source: string, start: number): number | undefined {
  for (let at = start; at < source.length; at++) {
    const char = source[at];
    if (char === "\\") at++;
    else if (char === '"') return at;
    else if (char === "`") return undefined;
    else if (char === "$" && (source[at + 1] === "(" || source[at + 1] === "{")) {
      const end = endOfSubstitution(source, at + 1);
      if (end === undefined) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}

/** The end of an unquoted run; `$(...)` and `${...}` belong to it whole. */
export function endOfPlain(source: string, start: number): number | undefined {
  let at = start;
  while (at < source.length && !/[\s;&|<>()'"\\`]/.test(source[at] ?? "")) {
    if (source[at] === "$" && (source[at + 1] === "(" || source[at + 1] === "{")) {
      const end = endOfSubstitution(source, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else at++;
  }
  return at === start ? undefined : at;
}

/** The position after the bracket that closes the one at `open`; what is quoted within does not count. */
export function endOfSubstitution(source: string, open: number): number | undefined {
  const [opening, closing] = source[open] === "(" ? ["(", ")"] : ["{", "}"];
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    const char = source[at];
    if (char === "\\") at++;
    else if (char === "'" && opening === "(") {
      const end = source.indexOf("'", at + 1);
      if (end < 0) return undefined;
      at = end;
    } else if (char === '"' && opening === "(") {
      const end = endOfQuotes(source, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else if (char === opening) depth++;
    else if (char === closing && --depth === 0) return at + 1;
  }
  return undefined;
}

/** The command between backquotes, and the position after the second one. */
export function backquoted(
  source: string,
  open: number,
): { text: string; end: number } | undefined {
  let text = "";
  for (let at = open + 1; at < source.length; at++) {
    const char = source[at] ?? "";
    if (char === "`") return { text, end: at + 1 };
    if (char === "\\" && /[$`\\]/.test(source[at + 1] ?? "")) text += source[++at] ?? "";
    else text += char;
  }
  return undefined;
}
