/** Sets of characters in regular expressions: Perl's, POSIX' and Unicode's classes as RE2 has them (ASCII where Perl's are). */

/** Whether a code point is in the set. */
export type CharSet = (code: number) => boolean;

export function singleSet(char: string): CharSet {
  const wanted = char.codePointAt(0);
  return (code) => code === wanted;
}

export function rangeSet(low: number, high: number): CharSet {
  return (code) => code >= low && code <= high;
}

export function unionOf(sets: readonly CharSet[]): CharSet {
  const [only] = sets;
  if (sets.length === 1 && only) return only;
  return (code) => sets.some((set) => set(code));
}

export function negated(set: CharSet): CharSet {
  return (code) => !set(code);
}

/** The set with the other case of each of its characters. */
export function foldedSet(set: CharSet): CharSet {
  return (code) => {
    if (set(code)) return true;
    const char = String.fromCodePoint(code);
    return [char.toLowerCase(), char.toUpperCase()].some((other) => {
      const folded = other.codePointAt(0) ?? code;
      return folded !== code && String.fromCodePoint(folded) === other && set(folded);
    });
  };
}

const digit = rangeSet(0x30, 0x39);
const lower = rangeSet(0x61, 0x7a);
const upper = rangeSet(0x41, 0x5a);
const alpha = unionOf([lower, upper]);
const alnum = unionOf([alpha, digit]);
export const wordChar: CharSet = (code) => alnum(code) || code === 0x5f;
const perlSpace: CharSet = (code) =>
  code === 0x20 || code === 9 || code === 10 || code === 12 || code === 13;

const perl: Readonly<Record<string, CharSet>> = {
  d: digit,
  D: negated(digit),
  s: perlSpace,
  S: negated(perlSpace),
  w: wordChar,
  W: negated(wordChar),
};

/** `\d`, `\D`, `\s`, `\S`, `\w`, `\W`; undefined for any other letter. */
export function escapeSet(letter: string): CharSet | undefined {
  return Object.hasOwn(perl, letter) ? perl[letter] : undefined;
}

const graph = rangeSet(0x21, 0x7e);
const posix: Readonly<Record<string, CharSet>> = {
  alnum,
  alpha,
  ascii: rangeSet(0, 0x7f),
  blank: (code) => code === 9 || code === 0x20,
  cntrl: (code) => code < 0x20 || code === 0x7f,
  digit,
  graph,
  lower,
  print: rangeSet(0x20, 0x7e),
  punct: (code) => graph(code) && !alnum(code),
  space: (code) => perlSpace(code) || code === 11,
  upper,
  word: wordChar,
  xdigit: (code) => digit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66),
};

export function posixSet(name: string): CharSet | undefined {
  return Object.hasOwn(posix, name) ? posix[name] : undefined;
}

/** `\pL`, `\p{Greek}`, `\P{^Lu}`; undefined for a class that there is not. `text` is what stands behind the letter. */
export function parsePropertySet(negate: boolean, text: string): CharSet | undefined {
  let name = text.startsWith("{") ? text.slice(1, -1) : text;
  let inverse = negate;
  if (name.startsWith("^")) {
    name = name.slice(1);
    inverse = !inverse;
  }
  if (name === "Any") return inverse ? () => false : () => true;
  if (!/^\w+$/.test(name)) return undefined;
  const pattern = propertyPattern(name);
  if (pattern === undefined) return undefined;
  return (code) => pattern.test(String.fromCodePoint(code)) !== inverse;
}

function propertyPattern(name: string): RegExp | undefined {
  const form = name.length <= 2 ? `gc=${name}` : `Script=${name}`;
  try {
    return new RegExp(`^\\p{${form}}$`, "u");
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
