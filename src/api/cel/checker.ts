/** Gives every node its type and every call its candidate overloads, or says what does not fit. Follows cel-go's checker. */
import {
  operators,
  type CallExpr,
  type Expr,
  type FoldExpr,
  type ListExpr,
  type MapExpr,
  type SelectExpr,
  type StructExpr,
} from "./ast.ts";
import { typeIdentifiers, type Environment } from "./environment.ts";
import type { Issue } from "./issues.ts";
import type { Overload } from "./overload.ts";
import {
  BOOL,
  DYN,
  ERROR,
  formatType,
  INT,
  isOptional,
  listOf,
  mapOf,
  objectNamed,
  optionalOf,
  STRING,
  typeOf,
  unwrapOptional,
  type CelType,
} from "./types.ts";
import { Substitution } from "./unify.ts";
import { CelUint } from "./values.ts";

export interface Checked {
  readonly type: CelType;
  readonly types: ReadonlyMap<number, CelType>;
  /** The overloads that a call may come to. */
  readonly overloads: ReadonlyMap<number, readonly Overload[]>;
  /** Calls `a.b(x)` whose function is named `a.b`: the target is part of the name. */
  readonly qualified: ReadonlySet<number>;
  /** Selections and identifiers that name a variable (`true`) or a type. */
  readonly names: ReadonlyMap<number, ResolvedName>;
}

export interface ResolvedName {
  readonly kind: "variable" | "type";
  readonly name: string;
}

export type CheckResult =
  | { readonly ok: true; readonly checked: Checked }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function checkExpression(expr: Expr, environment: Environment): CheckResult {
  const checker = new Checker(environment);
  return checker.run(expr);
}

class Checker {
  readonly #environment: Environment;
  readonly #substitution = new Substitution();
  readonly #types = new Map<number, CelType>();
  readonly #overloads = new Map<number, readonly Overload[]>();
  readonly #qualified = new Set<number>();
  readonly #names = new Map<number, ResolvedName>();
  readonly #issues: Issue[] = [];
  #scopes: ReadonlyMap<string, CelType> = new Map();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  run(expr: Expr): CheckResult {
    const type = this.#check(expr);
    if (this.#issues.length > 0) return { ok: false, issues: this.#issues };
    const types = new Map<number, CelType>();
    for (const [id, found] of this.#types) types.set(id, this.#substitution.apply(found, true));
    const checked = {
      type: this.#substitution.apply(type, true),
      types,
      overloads: this.#overloads,
      qualified: this.#qualified,
      names: this.#names,
    };
    return { ok: true, checked };
  }

  #check(expr: Expr): CelType {
    const type = this.#typeOf(expr);
    this.#types.set(expr.id, type);
    return type;
  }

  #typeOf(expr: Expr): CelType {
    switch (expr.kind) {
      case "constant":
        return constantType(expr.value);
      case "ident":
        return this.#ident(expr);
      case "select":
        return this.#select(expr);
      case "call":
        return this.#call(expr);
      case "list":
        return this.#list(expr);
      case "map":
        return this.#map(expr);
      case "struct":
        return this.#struct(expr);
      case "fold":
        return this.#fold(expr);
    }
  }

  #ident(expr: Expr & { readonly name: string }): CelType {
    const name = expr.name.replace(/^\./, "");
    const local = this.#scopes.get(name);
    if (local) return local;
    const found = this.#named(expr.id, name);
    if (found) return found;
    return this.#fail(expr.at, `undeclared reference to '${name}' (in container '')`);
  }

  #named(id: number, name: string): CelType | undefined {
    const variable = this.#environment.variables.get(name);
    if (variable) {
      this.#names.set(id, { kind: "variable", name });
      return variable;
    }
    const type = typeIdentifiers.get(name);
    const object = type ? undefined : this.#environment.object(name);
    if (!type && !object) return undefined;
    this.#names.set(id, { kind: "type", name });
    return typeOf(type ?? objectNamed(name));
  }

  #select(expr: SelectExpr): CelType {
    if (!expr.test) {
      const name = qualifiedName(expr);
      if (name !== undefined && !this.#scopes.has(name.split(".")[0] ?? "")) {
        const found = this.#named(expr.id, name);
        if (found) return found;
      }
    }
    const operand = this.#substitution.apply(this.#check(expr.operand), false);
    const type = this.#field(expr, operand, expr.field);
    return expr.test ? BOOL : type;
  }

  #field(expr: Expr, operand: CelType, field: string): CelType {
    const optional = isOptional(operand);
    const target = this.#substitution.apply(unwrapOptional(operand), false);
    const wrap = (type: CelType) => (optional && !isOptional(type) ? optionalOf(type) : type);
    switch (target.kind) {
      case "map":
        return wrap(target.value);
      case "object": {
        const type = this.#environment.object(target.name)?.field(field);
        if (type) return wrap(type);
        return this.#fail(expr.at, `undefined field '${field}'`);
      }
      case "parameter":
        // Nothing is known of it yet; from here on it is dynamic.
        this.#substitution.assignable([DYN], [target]);
        return wrap(DYN);
      case "dyn":
      case "any":
      case "error":
        return wrap(DYN);
      default:
        return this.#fail(expr.at, `type '${formatType(target)}' does not support field selection`);
    }
  }

  #call(expr: CallExpr): CelType {
    const { target, args, name } = expr;
    if (name === operators.optionalSelect) return this.#optionalSelect(expr);
    if (target === undefined) {
      const types = args.map((arg) => this.#check(arg));
      const plain = name.replace(/^\./, "");
      const overloads = this.#environment.functions.get(plain);
      if (overloads) return this.#resolve(expr, plain, { overloads, types });
      return this.#fail(expr.at, `undeclared reference to '${plain}' (in container '')`);
    }
    const prefix = qualifiedName(target);
    const full = prefix === undefined ? undefined : `${prefix}.${name}`;
    const namespaced = full === undefined ? undefined : this.#environment.functions.get(full);
    if (full !== undefined && namespaced) {
      this.#qualified.add(expr.id);
      const types = args.map((arg) => this.#check(arg));
      return this.#resolve(expr, full, { overloads: namespaced, types });
    }
    const types = [this.#check(target), ...args.map((arg) => this.#check(arg))];
    const overloads = this.#environment.functions.get(name);
    if (overloads) return this.#resolve(expr, name, { overloads, types, member: true });
    return this.#fail(expr.at, `undeclared reference to '${name}' (in container '')`);
  }

  #optionalSelect(expr: CallExpr): CelType {
    const [operand, field] = expr.args;
    if (operand === undefined || field?.kind !== "constant") return ERROR;
    if (typeof field.value !== "string") return ERROR;
    const type = this.#substitution.apply(this.#check(operand), false);
    this.#check(field);
    const found = this.#field(expr, type, field.value);
    return isOptional(found) ? found : optionalOf(found);
  }

  #resolve(
    expr: CallExpr,
    name: string,
    call: {
      readonly overloads: readonly Overload[];
      readonly types: readonly CelType[];
      readonly member?: boolean;
    },
  ): CelType {
    const { overloads, types, member = false } = call;
    const candidates: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of overloads) {
      if (overload.member !== member || overload.args.length !== types.length) continue;
      const { args, result: own } = overload.generic ? this.#instance(overload) : overload;
      if (!this.#substitution.assignable(types, args)) continue;
      candidates.push(overload);
      const type = overload.generic ? this.#substitution.apply(own, false) : own;
      if (result === undefined) result = type;
      else if (result.kind !== "dyn" && formatType(result) !== formatType(type)) result = DYN;
    }
    if (result === undefined) {
      const [first, ...rest] = types.map((type) =>
        formatType(this.#substitution.apply(type, true)),
      );
      const applied = member ? `${first}.(${rest.join(", ")})` : `(${[first, ...rest].join(", ")})`;
      const shown = types.length === 0 ? "()" : applied;
      return this.#fail(expr.at, `found no matching overload for '${name}' applied to '${shown}'`);
    }
    this.#overloads.set(expr.id, candidates);
    return result;
  }

  #instance({ result, args }: Overload): Pick<Overload, "args" | "result"> {
    const [own = DYN, ...expected] = this.#substitution.instantiate([result, ...args]);
    return { args: expected, result: own };
  }

  #list(expr: ListExpr): CelType {
    let element: CelType | undefined;
    for (const [index, part] of expr.elements.entries()) {
      const type = this.#element(part, expr.optional.has(index));
      element = this.#join(part, element, type);
    }
    return listOf(element ?? this.#substitution.fresh());
  }

  #map(expr: MapExpr): CelType {
    let key: CelType | undefined;
    let value: CelType | undefined;
    for (const entry of expr.entries) {
      key = this.#join(entry.key, key, this.#check(entry.key));
      value = this.#join(entry.value, value, this.#element(entry.value, entry.optional));
    }
    return mapOf(key ?? this.#substitution.fresh(), value ?? this.#substitution.fresh());
  }

  #element(expr: Expr, optional: boolean): CelType {
    const type = this.#check(expr);
    if (!optional) return type;
    const known = this.#substitution.apply(type, false);
    if (isOptional(known)) return unwrapOptional(known);
    if (known.kind === "dyn" || known.kind === "any") return DYN;
    this.#fail(
      expr.at,
      `expected type '${formatType(optionalOf(known))}' but found '${formatType(known)}'`,
    );
    return DYN;
  }

  /** Elements of one literal have one type. */
  #join(expr: Expr, previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current;
    if (this.#substitution.assignable([previous], [current])) {
      return this.#substitution.apply(previous, false).kind === "dyn" ? previous : current;
    }
    const [expected, found] = [previous, current].map((type) =>
      formatType(this.#substitution.apply(type, true)),
    );
    this.#fail(expr.at, `expected type '${expected}' but found '${found}'`);
    return previous;
  }

  #struct(expr: StructExpr): CelType {
    const object = this.#environment.object(expr.name);
    if (!object) {
      for (const field of expr.fields) this.#check(field.value);
      return this.#fail(expr.at, `undeclared reference to '${expr.name}' (in container '')`);
    }
    for (const field of expr.fields) {
      const type = this.#element(field.value, field.optional);
      const expected = object.field(field.name);
      if (!expected) this.#fail(field.at, `undefined field '${field.name}'`);
      else if (!this.#substitution.assignable([type], [expected])) {
        const found = formatType(this.#substitution.apply(type, true));
        const message = `expected type of field '${field.name}' is '${formatType(expected)}' but provided type is '${found}'`;
        this.#fail(field.at, message);
      }
    }
    return objectNamed(expr.name);
  }

  #fold(expr: FoldExpr): CelType {
    const range = this.#substitution.apply(this.#check(expr.range), false);
    const initial = this.#check(expr.initial);
    const [first, second] = this.#rangeTypes(expr, range);
    const outer = this.#scopes;
    const withAccumulator = new Map([...outer, [expr.accumulator, initial]]);
    const inner = new Map(withAccumulator).set(expr.variable, first);
    if (expr.variable2 !== undefined) inner.set(expr.variable2, second);
    this.#scopes = inner;
    this.#assert(expr.condition, BOOL);
    this.#assert(expr.step, initial);
    this.#scopes = withAccumulator;
    const result = this.#check(expr.result);
    this.#scopes = outer;
    return result;
  }

  #rangeTypes(expr: FoldExpr, range: CelType): readonly [CelType, CelType] {
    const two = expr.variable2 !== undefined;
    switch (range.kind) {
      case "list":
        return two ? [INT, range.element] : [range.element, DYN];
      case "map":
        return [range.key, range.value];
      case "parameter":
        this.#substitution.assignable([DYN], [range]);
        return [DYN, DYN];
      case "dyn":
      case "error":
        return [DYN, DYN];
      default: {
        const type = formatType(range);
        this.#fail(
          expr.range.at,
          `expression of type '${type}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        );
        return [ERROR, ERROR];
      }
    }
  }

  #assert(expr: Expr, expected: CelType): void {
    const type = this.#check(expr);
    if (this.#substitution.assignable([type], [expected])) return;
    const [wanted, found] = [expected, type].map((each) =>
      formatType(this.#substitution.apply(each, true)),
    );
    this.#fail(expr.at, `expected type '${wanted}' but found '${found}'`);
  }

  #fail(at: number, message: string): CelType {
    this.#issues.push({ at, message });
    return ERROR;
  }
}

function constantType(value: unknown): CelType {
  switch (typeof value) {
    case "bigint":
      return INT;
    case "number":
      return { kind: "double" };
    case "string":
      return STRING;
    case "boolean":
      return BOOL;
    default:
  }
  if (value === null) return { kind: "null" };
  return value instanceof CelUint ? { kind: "uint" } : { kind: "bytes" };
}

/** `a.b.c` of identifiers and plain selections; undefined for anything else. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === "ident") return expr.name.replace(/^\./, "");
  if (expr.kind !== "select" || expr.test) return undefined;
  const operand = qualifiedName(expr.operand);
  return operand === undefined ? undefined : `${operand}.${expr.field}`;
}
