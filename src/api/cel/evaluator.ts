/** Turns a checked expression into closures and runs them, counting cost. Follows cel-go's interpreter. */
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
import { qualifiedName, type Checked } from "./checker.ts";
import { foldConstant, isAttribute, isFree } from "./constants.ts";
import { planCall } from "./call-plan.ts";
import { listBaseCost, mapBaseCost, structBaseCost } from "./cost.ts";
import { CelError, noSuchKey } from "./errors.ts";
import { planFold } from "./fold-plan.ts";
import { attempt, type Step } from "./frame.ts";
import { CelStruct } from "./struct-value.ts";
import { GrowingMap } from "./growing-map.ts";
import {
  ArrayList,
  CelMap,
  CelOptional,
  CelTypeValue,
  keyText,
  noValue,
  typeNameOf,
  type CelValue,
} from "./values.ts";

/** The evaluation of a checked expression. The step throws CelError or CostLimitExceeded. */
export function planExpression(expr: Expr, checked: Checked): Step {
  return new Planner(checked).plan(expr);
}

class Planner {
  readonly #checked: Checked;
  #slots: ReadonlyMap<string, number> = new Map();
  #next = 0;

  constructor(checked: Checked) {
    this.#checked = checked;
  }

  plan(expr: Expr): Step {
    const value = foldConstant(expr, this.#checked);
    if (value !== undefined) return () => value;
    switch (expr.kind) {
      case "constant":
        return () => expr.value;
      case "ident":
        return this.#ident(expr.id, expr.name.replace(/^\./, ""));
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

  #ident(id: number, name: string): Step {
    const slot = this.#slots.get(name);
    if (slot !== undefined) {
      return (frame) => {
        frame.cost.add(1);
        return frame.locals[slot] as CelValue;
      };
    }
    return this.#named(id) ?? (() => fail(`undeclared reference to '${name}'`));
  }

  #named(id: number): Step | undefined {
    const found = this.#checked.names.get(id);
    if (!found) return undefined;
    const { name } = found;
    if (found.kind === "type") {
      const value = new CelTypeValue(name);
      return () => value;
    }
    return (frame) => {
      frame.cost.add(1);
      const value = frame.variable(name);
      if (value === undefined) throw new CelError(`no such attribute(s): ${name}`);
      return value;
    };
  }

  #select(expr: SelectExpr): Step {
    const named = this.#named(expr.id);
    if (named) return named;
    const operand = this.plan(expr.operand);
    const { field, test } = expr;
    if (test) {
      return (frame) => {
        const value = operand(frame);
        return find(value instanceof CelOptional ? value.value : value, field) !== undefined;
      };
    }
    return (frame) => {
      const value = operand(frame);
      frame.cost.add(1);
      if (value instanceof CelOptional) return findOptional(value, field);
      const found = find(value, field);
      if (found === undefined) throw noSuchKey(field);
      return found;
    };
  }

  #call(expr: CallExpr): Step {
    switch (expr.name) {
      case operators.and:
        return this.#logical(expr, false);
      case operators.or:
        return this.#logical(expr, true);
      case operators.conditional:
        return this.#conditional(expr);
      case operators.notStrictlyFalse:
        return this.#notStrictlyFalse(expr);
      case operators.optionalSelect:
        return this.#optionalSelect(expr);
      case "cel.@mapInsert":
        return this.#mapInsert(expr);
      default:
        return this.#function(expr);
    }
  }

  #function(expr: CallExpr): Step {
    const member = expr.target && !this.#checked.qualified.has(expr.id);
    const args = member && expr.target ? [expr.target, ...expr.args] : expr.args;
    const steps = args.map((arg) => this.plan(arg));
    const overloads = this.#checked.overloads.get(expr.id) ?? [];
    const free = isFree(expr, this.#checked);
    const name =
      member || !expr.target ? expr.name : (qualifiedName(expr.target) ?? "") + expr.name;
    const constant = args.every((arg) => foldConstant(arg, this.#checked) !== undefined);
    return planCall({ name, steps, overloads, free, constant });
  }

  /** Either side may decide alone, whatever goes wrong on the other. */
  #logical({ args }: CallExpr, decisive: boolean): Step {
    const [left, right] = args.map((arg) => this.plan(arg)) as [Step, Step];
    return (frame) => {
      const first = attempt(left, frame);
      if (first === decisive) return decisive;
      const second = attempt(right, frame);
      if (second === decisive) return decisive;
      for (const value of [first, second]) if (value instanceof CelError) throw value;
      if (typeof first !== "boolean" || typeof second !== "boolean") {
        throw new CelError("no such overload");
      }
      return !decisive;
    };
  }

  #conditional({ args }: CallExpr): Step {
    const [condition, yes, no] = args.map((arg) => this.plan(arg)) as [Step, Step, Step];
    // A branch that only reads a variable is part of the choice itself: the variable costs nothing more.
    const [yesCredit, noCredit] = args.slice(1).map((arg) => (isAttribute(arg) ? 1 : 0));
    return (frame) => {
      const decided = condition(frame);
      if (typeof decided !== "boolean") throw new CelError("no such overload");
      frame.cost.add(-((decided ? yesCredit : noCredit) ?? 0));
      return decided ? yes(frame) : no(frame);
    };
  }

  #notStrictlyFalse({ args }: CallExpr): Step {
    const [operand] = args.map((arg) => this.plan(arg)) as [Step];
    return (frame) => {
      const value = attempt(operand, frame);
      frame.cost.add(1);
      return value !== false;
    };
  }

  #optionalSelect({ args }: CallExpr): Step {
    const [operand] = args.map((arg) => this.plan(arg)) as [Step];
    const name = args[1]?.kind === "constant" ? args[1].value : undefined;
    const field = typeof name === "string" ? name : "";
    return (frame) => {
      const value = operand(frame);
      frame.cost.add(1);
      return findOptional(value instanceof CelOptional ? value : new CelOptional(value), field);
    };
  }

  #mapInsert({ args }: CallExpr): Step {
    const steps = args.map((arg) => this.plan(arg));
    return (frame) => {
      const [map, keyOrEntries, value] = steps.map((step) => step(frame));
      frame.cost.add(1);
      const growing = map instanceof GrowingMap ? map : new GrowingMap(map as CelMap);
      if (value !== undefined) return growing.insert(keyOrEntries as CelValue, value);
      if (!(keyOrEntries instanceof CelMap)) throw new CelError("no such overload");
      for (const key of keyOrEntries.keys()) growing.insert(key, keyOrEntries.get(key) ?? null);
      return growing;
    };
  }

  #list({ elements, optional }: ListExpr): Step {
    const steps = elements.map((element) => this.plan(element));
    if (optional.size === 0) {
      return (frame) => {
        const values: CelValue[] = [];
        for (let index = 0; index < steps.length; index++) {
          values.push((steps[index] as Step)(frame));
        }
        frame.cost.add(listBaseCost);
        return new ArrayList(values);
      };
    }
    return (frame) => {
      const values: CelValue[] = [];
      for (const [index, step] of steps.entries()) {
        const value = step(frame);
        if (!optional.has(index)) values.push(value);
        else if (asOptional(value).value !== undefined)
          values.push(asOptional(value).value ?? null);
      }
      frame.cost.add(listBaseCost);
      return new ArrayList(values);
    };
  }

  #map({ entries }: MapExpr): Step {
    const steps = entries.map(({ key, value, optional }) => ({
      key: this.plan(key),
      value: this.plan(value),
      optional,
    }));
    return (frame) => {
      const map = new GrowingMap();
      for (const { key, value, optional } of steps) {
        const name = key(frame);
        if (keyText(name) === undefined) throw new CelError("unsupported key type");
        const found = optional ? asOptional(value(frame)).value : value(frame);
        if (found !== undefined) map.insert(name, found);
      }
      frame.cost.add(mapBaseCost);
      return map;
    };
  }

  #struct({ name, fields }: StructExpr): Step {
    const steps = fields.map((field) => ({ ...field, step: this.plan(field.value) }));
    return (frame) => {
      const values = new Map<string, CelValue>();
      for (const { name: field, optional, step } of steps) {
        const value = optional ? asOptional(step(frame)).value : step(frame);
        if (value !== undefined) values.set(field, value);
      }
      frame.cost.add(structBaseCost);
      return new CelStruct(name, values);
    };
  }

  #fold(expr: FoldExpr): Step {
    const range = this.plan(expr.range);
    const initial = this.plan(expr.initial);
    const outer = this.#slots;
    const slots = { accumulator: this.#next++, first: this.#next++, second: this.#next++ };
    const own = new Map(outer).set(expr.accumulator, slots.accumulator);
    const inner = new Map(own).set(expr.variable, slots.first);
    if (expr.variable2 !== undefined) inner.set(expr.variable2, slots.second);
    return planFold({
      expr,
      slots,
      range,
      initial,
      round: (part) => this.#within(inner, part),
      result: (part) => this.#within(own, part),
    });
  }

  #within(slots: ReadonlyMap<string, number>, expr: Expr): Step {
    const outer = this.#slots;
    this.#slots = slots;
    const step = this.plan(expr);
    this.#slots = outer;
    return step;
  }
}

function find(value: CelValue | undefined, field: string): CelValue | undefined {
  return value instanceof CelMap ? value.get(field) : undefined;
}

function findOptional({ value }: CelOptional, field: string): CelOptional {
  const found = find(value, field);
  if (found === undefined) return noValue;
  return found instanceof CelOptional ? found : new CelOptional(found);
}

function asOptional(value: CelValue): CelOptional {
  if (value instanceof CelOptional) return value;
  throw new CelError(
    `cannot initialize optional list element from non-optional value ${typeNameOf(value)}`,
  );
}

function fail(message: string): never {
  throw new CelError(message);
}
