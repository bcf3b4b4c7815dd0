/**
 * JSONPath as the printer columns of custom resources use it: fields, wildcards, recursive descent, slices, unions and filters. Source:
 * client-go, util/jsonpath (parser.go, jsonpath.go), keys that are missing allowed. Members of an object come in their own order, where
 * Kubernetes has none.
 */
import { isJsonObject, type JsonArray, type JsonValue } from "../json.ts";

type Values = readonly JsonValue[];
type Step = (values: Values) => Values;

/** A path cannot be read, or not be followed in an object. */
export class JsonPathError extends Error {}

/** What a path finds, in its order. Throws JsonPathError where it cannot be followed. */
export type JsonPath = (root: JsonValue) => Values;

/** Throws JsonPathError for a path that cannot be read. */
export function parseJsonPath(path: string): JsonPath {
  const steps = new Parser(path).steps();
  return (root) => follow(steps, [root]);
}

function follow(steps: readonly Step[], values: Values): Values {
  return steps.reduce((found, step) => step(found), values);
}

const terminator = /[\s.,[\]$@{}]/;
const sliceShape = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const comparison = /^([^!<>=]+)([!<>=]+)(.+)$/;

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  steps(): readonly Step[] {
    const steps: Step[] = [];
    while (this.#at < this.#text.length) steps.push(...this.#next());
    return steps;
  }

  #next(): readonly Step[] {
    const text = this.#text;
    if (text.startsWith("[?(", this.#at)) return [this.#filter()];
    if (text.startsWith("..", this.#at)) {
      this.#at += 2;
      const follows = text[this.#at] ?? "";
      if (follows === "." && text[this.#at + 1] === ".") throw new JsonPathError("..");
      return /[\w]/.test(follows) ? [descend, this.#field()] : [descend];
    }
    const letter = text[this.#at] ?? "";
    this.#at += 1;
    if (letter === " " || letter === "@" || letter === "$") return [];
    if (letter === "[") return this.#array();
    if (letter === '"' || letter === "'") return [this.#quote(letter)];
    if (letter === ".") return [this.#field()];
    this.#at -= 1;
    const [number] = /^[+-]?[\d.]+/.exec(text.slice(this.#at)) ?? [];
    if (number !== undefined) return [this.#number(number)];
    if (/\w/.test(letter)) return [this.#word()];
    throw new JsonPathError(`unrecognized character in action: ${letter}`);
  }

  /** Up to the next letter that ends a name and is not escaped. */
  #name(): string {
    const from = this.#at;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const letter = this.#text[this.#at] ?? "";
      if (letter === "\\") this.#at += 1;
      else if (terminator.test(letter)) break;
    }
    return this.#text.slice(from, this.#at);
  }

  #field(): Step {
    const name = this.#name();
    return name === "*" ? wildcard : field(name.replaceAll("\\", ""));
  }

  #word(): Step {
    const word = this.#name();
    if (word === "true" || word === "false") return literal(word === "true");
    return () => {
      throw new JsonPathError(`unrecognized identifier ${word}`);
    };
  }

  #number(text: string): Step {
    this.#at += text.length;
    const value = Number(text);
    if (Number.isNaN(value)) throw new JsonPathError(`cannot parse number ${text}`);
    return literal(value);
  }

  #quote(end: string): Step {
    const from = this.#at;
    while (this.#text[this.#at] !== end || this.#text[this.#at - 1] === "\\") {
      if (this.#at >= this.#text.length) throw new JsonPathError("unterminated quoted string");
      this.#at += 1;
    }
    const text = this.#text.slice(from, this.#at);
    this.#at += 1;
    return literal(text.replace(/\\(.)/g, "$1"));
  }

  #array(): readonly Step[] {
    const end = this.#text.indexOf("]", this.#at);
    if (end < 0) throw new JsonPathError("unterminated array");
    const text = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    const parts = text.split(",");
    if (parts.length > 1) {
      const branches = parts.map((part) => new Parser(`[${part.trim()}]`).steps());
      return [(values) => branches.flatMap((steps) => follow(steps, values))];
    }
    const [, key] = /^'([^']*)'$/.exec(text) ?? [];
    if (key !== undefined) return new Parser(`.${key}`).steps();
    const [, start, stop, step] = sliceShape.exec(text === "*" ? ":" : text) ?? [];
    if (start === undefined) throw new JsonPathError(`invalid array index ${text}`);
    return [slice({ start, stop, step })];
  }

  #filter(): Step {
    const from = this.#at + 3;
    this.#at = endOfFilter(this.#text, from) + 2;
    const text = this.#text.slice(from, this.#at - 2);
    const [, left, operator, right] = comparison.exec(text) ?? [];
    if (left === undefined || operator === undefined || right === undefined) {
      const steps = new Parser(text).steps();
      return filter((item) => follow(steps, [item]).length > 0);
    }
    const [ours, theirs] = [new Parser(left).steps(), new Parser(right).steps()];
    return filter((item) => {
      const pair = [single(follow(ours, [item])), single(follow(theirs, [item]))] as const;
      const [a, b] = pair;
      return a !== undefined && b !== undefined && compare(a, operator, b);
    });
  }
}

/** Where `)]` stands, outside of quotes. */
function endOfFilter(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    if (quote !== "") {
      if (letter === quote && text[at - 1] !== "\\") quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ")") {
      if (text[at + 1] !== "]") throw new JsonPathError("unclosed array expect ]");
      return at;
    }
  }
  throw new JsonPathError("unterminated filter");
}

const literal =
  (value: JsonValue): Step =>
  () => [value];

function field(name: string): Step {
  return (values) =>
    values.flatMap((value) => {
      if (!isJsonObject(value) || !Object.hasOwn(value, name)) return [];
      const member = value[name];
      return member === undefined ? [] : [member];
    });
}

function membersOf(value: JsonValue): Values {
  if (Array.isArray(value)) return value as JsonArray;
  return isJsonObject(value) ? Object.values(value).filter((each) => each !== undefined) : [];
}

const wildcard: Step = (values) => values.flatMap(membersOf);

/** Every object and list that holds something, outer ones first. */
const descend: Step = (values) => {
  const found: JsonValue[] = [];
  const pending = values.toReversed();
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const members = membersOf(value);
    if (members.length === 0) continue;
    found.push(value);
    for (const member of members.toReversed()) pending.push(member);
  }
  return found;
};

interface SliceText {
  readonly start: string;
  readonly stop: string | undefined;
  readonly step: string | undefined;
}

/** `[1]`, `[-1]`, `[0:2]`, `[::2]`. */
function slice(text: SliceText): Step {
  const numberOf = (part: string | undefined): number | undefined =>
    part === undefined || part === "" || part === ":" ? undefined : Number(part.replace(":", ""));
  const [from, to, by] = [numberOf(text.start), numberOf(text.stop), numberOf(text.step)];
  const isIndex = text.stop === undefined;
  return (values) =>
    values.flatMap((value) => {
      if (value === null) return [];
      if (!Array.isArray(value)) throw new JsonPathError("not an array or slice");
      const list: JsonArray = value;
      const { length } = list;
      let start = from ?? 0;
      let stop = isIndex ? start + 1 : (to ?? length);
      if (start < 0) start += length;
      if (stop < 0 || (isIndex && stop === 0)) stop += length;
      if (stop === start) return [];
      const isWithin = start >= 0 && start < length && stop >= 0 && stop <= length && start <= stop;
      if (!isWithin || (by !== undefined && by <= 0)) {
        throw new JsonPathError("array index out of bounds");
      }
      return list.slice(start, stop).filter((_item, at) => at % (by ?? 1) === 0);
    });
}

function filter(passes: (item: JsonValue) => boolean): Step {
  return (values) =>
    values.flatMap((value) => {
      if (!Array.isArray(value)) throw new JsonPathError("not an array and cannot be filtered");
      return (value as JsonArray).filter(passes);
    });
}

function single(values: Values): JsonValue | undefined {
  if (values.length > 1) throw new JsonPathError("can only compare one element at a time");
  return values[0];
}

/** Go tells whole numbers from others, and compares nothing else than what is of one kind. */
function kindOf(value: JsonValue): string {
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "object") throw new JsonPathError("invalid type for comparison");
  return typeof value;
}

function compare(a: JsonValue, operator: string, b: JsonValue): boolean {
  if (kindOf(a) !== kindOf(b)) throw new JsonPathError("incompatible types for comparison");
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== b;
  if (typeof a === "boolean" || a === null || b === null) {
    throw new JsonPathError("invalid type for comparison");
  }
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}
