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

/** Letters of which more than two are one another's cases; what Unicode folds in pairs is known to the language. */
const orbits = [
  "4b 6b 212a, 53 73 17f, b5 39c 3bc, c5 e5 212b, 1c4 1c5 1c6, 1c7 1c8 1c9, 1ca 1cb 1cc",
  "1f1 1f2 1f3, 345 399 3b9 1fbe, 392 3b2 3d0, 395 3b5 3f5, 398 3b8 3d1 3f4, 39a 3ba 3f0",
  "3a0 3c0 3d6, 3a1 3c1 3f1, 3a3 3c2 3c3, 3a6 3c6 3d5, 3a9 3c9 2126, 412 432 1c80",
  "414 434 1c81, 41e 43e 1c82, 421 441 1c83, 422 442 1c84 1c85, 42a 44a 1c86, 462 463 1c87",
  "1c88 a64a a64b, 1e60 1e61 1e9b",
].flatMap((row) =>
  row.split(", ").map((codes) => codes.split(" ").map((code) => Number.parseInt(code, 16))),
);
const orbitOf = new Map(orbits.flatMap((orbit) => orbit.map((code) => [code, orbit] as const)));

/** The set with the other cases of each of its characters, as Unicode folds single characters (Go: unicode.SimpleFold). */
export function foldedSet(set: CharSet): CharSet {
  return (code) => {
    if (set(code)) return true;
    const orbit = orbitOf.get(code);
    if (orbit !== undefined) return orbit.some(set);
    const char = String.fromCodePoint(code);
    return isOtherCase(char.toLowerCase(), char, set) || isOtherCase(char.toUpperCase(), char, set);
  };
}

function isOtherCase(other: string, char: string, set: CharSet): boolean {
  if (other === char) return false;
  const code = other.codePointAt(0) ?? 0;
  // Turkish letters and the like change their case one way alone.
  return String.fromCodePoint(code) === other && isCase(code, char) && set(code);
}

function isCase(code: number, char: string): boolean {
  const text = String.fromCodePoint(code);
  return text.toLowerCase() === char || text.toUpperCase() === char;
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
