/** Sets of characters: the named ones of RE2, negation and folding of case. */

/** Whether a code point belongs. */
export type CharTest = (code: number) => boolean;

export function equalTo(expected: number): CharTest {
  return (code) => code === expected;
}

export function not(test: CharTest): CharTest {
  return (code) => !test(code);
}

export function folded(test: CharTest): CharTest {
  return (code) => {
    if (test(code)) return true;
    const char = String.fromCodePoint(code);
    const [lower, upper] = [char.toLowerCase(), char.toUpperCase()];
    return isOther(lower, char, test) || isOther(upper, char, test);
  };
}

function isOther(variant: string, char: string, test: CharTest): boolean {
  return variant !== char && test(variant.codePointAt(0) ?? 0);
}

function among(pattern: RegExp): CharTest {
  return (code) => pattern.test(String.fromCodePoint(code));
}

export function isWordCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    (code >= 97 && code <= 122)
  );
}

export const perlClasses: Readonly<Record<string, CharTest>> = {
  d: (code) => code >= 48 && code <= 57,
  w: isWordCode,
  s: (code) => code === 32 || code === 9 || code === 10 || code === 12 || code === 13,
};

export const posixClasses: Readonly<Record<string, CharTest>> = {
  alnum: among(/[0-9A-Za-z]/),
  alpha: among(/[A-Za-z]/),
  ascii: (code) => code < 0x80,
  blank: among(/[\t ]/),
  cntrl: (code) => code < 0x20 || code === 0x7f,
  digit: among(/[0-9]/),
  graph: (code) => code > 0x20 && code < 0x7f,
  lower: among(/[a-z]/),
  print: (code) => code >= 0x20 && code < 0x7f,
  punct: among(/[!-/:-@[-`{-~]/),
  space: among(/[\t\n\v\f\r ]/),
  upper: among(/[A-Z]/),
  word: isWordCode,
  xdigit: among(/[0-9A-Fa-f]/),
};

/** A general category or a script; undefined for an unknown name. */
export function unicodeClass(name: string): CharTest | undefined {
  if (name === "Any") return () => true;
  for (const property of [name, `Script=${name}`]) {
    try {
      return among(new RegExp(`^\\p{${property}}$`, "u"));
    } catch {
      // No such property; the next form may be one.
    }
  }
  return undefined;
}
