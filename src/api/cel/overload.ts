/** The functions of the language: signatures written as text, and what they do. Follows cel-go's common/decls. */
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  objectNamed,
  opaque,
  optionalOf,
  parameter,
  STRING,
  TIMESTAMP,
  typeOf,
  UINT,
  type CelType,
} from "./types.ts";
import {
  CelDuration,
  CelList,
  CelMap,
  CelOpaque,
  CelOptional,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  type CelValue,
} from "./values.ts";

export interface Overload {
  /** cel-go's name of it; costs are told apart by it. */
  readonly id: string;
  readonly name: string;
  /** Whether the first argument stands before the dot. */
  readonly member: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** Its types speak of parameters: each use has some of its own. */
  readonly generic: boolean;
  /** Throws CelError. Arguments are of the signature's types. */
  readonly call: (...args: CelValue[]) => CelValue;
}

type Implementation = (...args: never[]) => CelValue;

/**
 * An overload from its signature: `string.startsWith(string): bool`, `size(list(A)): int`, `sets.contains(list(T), list(T)): bool`
 * with a `::` before the name of a function that is no member: `::sets.contains(...)`.
 */
export function overload(id: string, signature: string, call: Implementation): Overload {
  const reader = new SignatureReader(signature);
  const { target, name, args, result } = reader.read();
  const all = target ? [target, ...args] : args;
  return {
    id,
    name,
    member: target !== undefined,
    args: all,
    result,
    generic: [...all, result].some(mentionsParameter),
    call: call as (...args: CelValue[]) => CelValue,
  };
}

function mentionsParameter(type: CelType): boolean {
  switch (type.kind) {
    case "parameter":
      return true;
    case "list":
      return mentionsParameter(type.element);
    case "map":
      return mentionsParameter(type.key) || mentionsParameter(type.value);
    case "opaque":
      return type.parameters.some(mentionsParameter);
    case "type":
      return type.of !== undefined && mentionsParameter(type.of);
    default:
      return false;
  }
}

const simple: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  null: NULL,
  dyn: DYN,
  timestamp: TIMESTAMP,
  duration: DURATION,
};

class SignatureReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replaceAll(" ", "");
  }

  read() {
    const global = this.#take("::");
    const target = global ? undefined : this.#targetType();
    if (target) this.#expect(".");
    const name = this.#word(/[^(]+/y);
    const args = this.#types();
    this.#expect(":");
    return { target, name, args, result: this.#type() };
  }

  /** The type before the last dot in front of the parenthesis of the arguments. */
  #targetType(): CelType {
    return this.#type();
  }

  #type(): CelType {
    const name = this.#word(/(?:[a-z]+(?:\.[a-z]+)*(?:\.[A-Z][A-Za-z0-9]*)+|[A-Za-z_]+)/y);
    const known = simple[name];
    if (known) return known;
    if (/^[A-Z]$/.test(name)) return parameter(name);
    if (name.includes(".")) return opaque(name);
    const [first = DYN, second = DYN] = this.#types();
    switch (name) {
      case "list":
        return listOf(first);
      case "map":
        return mapOf(first, second);
      case "type":
        return typeOf(first);
      case "optional_type":
        return optionalOf(first);
      default:
        return objectNamed(name);
    }
  }

  #types(): readonly CelType[] {
    const types: CelType[] = [];
    this.#expect("(");
    while (!this.#take(")")) {
      types.push(this.#type());
      this.#take(",");
    }
    return types;
  }

  #word(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new Error(`malformed signature ${this.#text} at ${this.#at}`);
    this.#at += found.length;
    return found;
  }

  #take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new Error(`malformed signature ${this.#text} at ${this.#at}`);
  }
}

/** Whether a value is of a type, as far as an overload's choice needs to know: what is inside lists and maps is not looked at. */
export function accepts(type: CelType, value: CelValue): boolean {
  return acceptor(type)(value);
}

const anything = (): boolean => true;

/** As `accepts`, of one type. */
export function acceptor(type: CelType): (value: CelValue) => boolean {
  switch (type.kind) {
    case "dyn":
    case "any":
    case "parameter":
    case "error":
      return anything;
    case "int":
      return (value) => typeof value === "bigint";
    case "double":
      return (value) => typeof value === "number";
    case "string":
      return (value) => typeof value === "string";
    case "bool":
      return (value) => typeof value === "boolean";
    case "null":
      return (value) => value === null;
    case "uint":
      return (value) => value instanceof CelUint;
    case "bytes":
      return (value) => value instanceof Uint8Array;
    case "timestamp":
      return (value) => value instanceof CelTimestamp;
    case "duration":
      return (value) => value instanceof CelDuration;
    case "list":
      return (value) => value instanceof CelList;
    case "map":
      return (value) => value instanceof CelMap;
    case "object":
      return (value) => value instanceof CelMap && value.typeName === type.name;
    case "type":
      return (value) => value instanceof CelTypeValue;
    case "opaque":
      if (type.name === "optional_type") return (value) => value instanceof CelOptional;
      return (value) => value instanceof CelOpaque && value.typeName === type.name;
  }
}
