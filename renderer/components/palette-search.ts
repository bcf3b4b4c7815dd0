/** How the command palette ranks what it finds: letters in order, word starts and runs count for more. */

/** Higher is better; undefined when the letters of `query` are not in `text` in this order. */
export function matchScore(query: string, text: string): number | undefined {
  const wanted = query.toLowerCase().replace(/\s+/g, "");
  if (wanted === "") return 0;
  const lower = text.toLowerCase();
  const whole = lower.indexOf(query.toLowerCase().trim());
  if (whole >= 0) return 1_000 - whole * 4 + (isStart(text, whole) ? 200 : 0) - text.length * 0.1;
  let score = 0;
  let from = 0;
  let last = -2;
  for (const letter of wanted) {
    const at = lower.indexOf(letter, from);
    if (at < 0) return undefined;
    score += at === last + 1 ? 8 : isStart(text, at) ? 6 : 1 - Math.min(3, (at - from) * 0.2);
    last = at;
    from = at + 1;
  }
  return score - text.length * 0.1;
}

/** The best `limit` of the candidates, best first; equal ones keep their order. */
export function rank<T>(
  candidates: readonly T[],
  query: string,
  options: { readonly textOf: (candidate: T) => string; readonly limit: number },
): readonly T[] {
  if (query.trim() === "") return candidates.slice(0, options.limit);
  return candidates
    .map((candidate) => ({ candidate, score: matchScore(query, options.textOf(candidate)) }))
    .filter((entry): entry is { candidate: T; score: number } => entry.score !== undefined)
    .sort((a, b) => b.score - a.score)
    .slice(0, options.limit)
    .map(({ candidate }) => candidate);
}

function isStart(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || /[\s\-_./]/.test(before) || /[a-z][A-Z]/.test(before + text[at]);
}
