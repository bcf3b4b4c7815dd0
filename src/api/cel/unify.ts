/** Which types may stand for which, and what type variables come to mean. Follows cel-go's checker/types.go. */
import { DYN, formatType, listOf, mapOf, sameType, type CelType } from "./types.ts";

/** What is known of the type variables while one expression is checked. */
export class Substitution {
  readonly #known = new Map<string, CelType>();
  /** What the variables that a trial has changed meant before it, to be put back where it fails. */
  readonly #changed: (readonly [name: string, before: CelType | undefined])[] = [];
  #fresh = 0;

  fresh(): CelType {
    return { kind: "parameter", name: `_var${this.#fresh++}` };
  }

  /** A signature with variables of its own in place of its type parameters. */
  instantiate(types: readonly CelType[]): readonly CelType[] {
    const own = new Map<string, CelType>();
    const replace = (type: CelType): CelType => {
      if (type.kind !== "parameter") return mapParts(type, replace);
      const known = own.get(type.name) ?? this.fresh();
      own.set(type.name, known);
      return known;
    };
    return types.map(replace);
  }

  /** Whether each actual type may be used where the expected one is; what was learnt of variables is kept only then. */
  assignable(actual: readonly CelType[], expected: readonly CelType[]): boolean {
    if (actual.length !== expected.length) return false;
    const fits = actual.every((type, index) => this.#fits(type, expected[index] ?? DYN));
    if (!fits) this.#putBack();
    this.#changed.length = 0;
    return fits;
  }

  #learn(name: string, type: CelType): void {
    this.#changed.push([name, this.#known.get(name)]);
    this.#known.set(name, type);
  }

  #putBack(): void {
    for (const [name, before] of this.#changed.toReversed()) {
      if (before === undefined) this.#known.delete(name);
      else this.#known.set(name, before);
    }
  }

  /** The type with its variables replaced by what they mean; unknown ones become `dyn` when `final`. */
  apply(type: CelType, final: boolean): CelType {
    if (type.kind !== "parameter") return mapParts(type, (part) => this.apply(part, final));
    const known = this.#known.get(type.name);
    if (known) return this.apply(known, final);
    return final ? DYN : type;
  }

  #fits(actual: CelType, expected: CelType): boolean {
    if (expected.kind === "parameter") {
      const { valid, known } = this.#substitutes(actual, expected);
      if (valid) return true;
      if (known) return false;
    }
    if (actual.kind === "parameter") return this.#substitutes(expected, actual).valid;
    if (isWild(actual) || isWild(expected)) return true;
    if (actual.kind === "null") return takesNull(expected);
    if (expected.kind === "null") return takesNull(actual);
    if (actual.kind !== expected.kind) return false;
    switch (actual.kind) {
      case "list":
        return expected.kind === "list" && this.#fits(actual.element, expected.element);
      case "map":
        return (
          expected.kind === "map" &&
          this.#fits(actual.key, expected.key) &&
          this.#fits(actual.value, expected.value)
        );
      case "object":
        return expected.kind === "object" && actual.name === expected.name;
      case "opaque":
        return (
          expected.kind === "opaque" &&
          actual.name === expected.name &&
          actual.parameters.every((part, index) =>
            this.#fits(part, expected.parameters[index] ?? DYN),
          )
        );
      default:
        return true;
    }
  }

  #substitutes(type: CelType, variable: CelType): { valid: boolean; known: boolean } {
    if (variable.kind !== "parameter") return { valid: false, known: false };
    if (sameType(type, variable)) return { valid: true, known: true };
    const known = this.#known.get(variable.name);
    if (known) {
      if (sameType(type, known)) return { valid: true, known: true };
      if (!this.#fits(type, known)) return { valid: false, known: true };
      const general = isLessSpecific(type, known) ? type : known;
      if (!this.#mentions(general, variable.name)) this.#learn(variable.name, general);
      return { valid: true, known: true };
    }
    if (this.#mentions(type, variable.name)) return { valid: false, known: false };
    this.#learn(variable.name, type);
    return { valid: true, known: false };
  }

  /** A variable must not come to mean a type that it is part of. */
  #mentions(type: CelType, name: string): boolean {
    if (type.kind === "parameter") {
      if (type.name === name) return true;
      const known = this.#known.get(type.name);
      return known !== undefined && this.#mentions(known, name);
    }
    return partsOf(type).some((part) => this.#mentions(part, name));
  }
}

function isWild(type: CelType): boolean {
  return type.kind === "dyn" || type.kind === "any" || type.kind === "error";
}

function takesNull(type: CelType): boolean {
  return ["null", "opaque", "object", "timestamp", "duration"].includes(type.kind);
}

/** Whether `a` says as little as `b` or less. */
function isLessSpecific(a: CelType, b: CelType): boolean {
  if (isWild(a) || a.kind === "parameter") return true;
  if (isWild(b) || b.kind === "parameter") return false;
  if (a.kind !== b.kind || formatType(a) === formatType(b)) return formatType(a) === formatType(b);
  const [left, right] = [partsOf(a), partsOf(b)];
  return (
    left.length === right.length && left.every((part, i) => isLessSpecific(part, right[i] ?? DYN))
  );
}

function partsOf(type: CelType): readonly CelType[] {
  switch (type.kind) {
    case "list":
      return [type.element];
    case "map":
      return [type.key, type.value];
    case "opaque":
      return type.parameters;
    case "type":
      return type.of ? [type.of] : [];
    default:
      return [];
  }
}

function mapParts(type: CelType, fn: (part: CelType) => CelType): CelType {
  switch (type.kind) {
    case "list": {
      const element = fn(type.element);
      return element === type.element ? type : listOf(element);
    }
    case "map": {
      const [key, value] = [fn(type.key), fn(type.value)];
      return key === type.key && value === type.value ? type : mapOf(key, value);
    }
    case "opaque":
      if (type.parameters.length === 0) return type;
      return { ...type, parameters: type.parameters.map(fn) };
    case "type":
      return type.of ? { kind: "type", of: fn(type.of) } : type;
    default:
      return type;
  }
}
