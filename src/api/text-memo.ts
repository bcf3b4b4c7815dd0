/** Remembers what pure functions make of short texts that come up again and again: names of fields, amounts, keys of lists. */

/** Longer texts are seldom asked for twice. */
const charsMax = 64;

/**
 * `work` with its answers kept, for up to `most` texts: what a cluster's objects say is of a few thousand texts at most, and where it
 * is not, all is forgotten and learned again. `work` must follow from the text alone; what it throws is not kept.
 */
export function rememberingTexts<T>(work: (text: string) => T, most = 4096): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    if (text.length > charsMax) return work(text);
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as T;
    const answer = work(text);
    if (answers.size >= most) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
