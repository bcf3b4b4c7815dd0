/**
 * Folds as closures: what comprehensions become. Those that macros make, `all` and `exists`, `map` and `filter`, are run as the loops
 * that they are; they cost what their parts would, one by one, for cel-go's interpreter evaluates the parts.
 */
import { operators, type CallExpr, type Expr, type FoldExpr } from "./ast.ts";
import { listBaseCost } from "./cost.ts";
import { CelError } from "./errors.ts";
import { attempt, type Frame, type Step } from "./frame.ts";
import { macroAccumulator } from "./macros.ts";
import { ArrayList, CelList, CelMap, typeNameOf, type CelValue } from "./values.ts";

/** A fold and how its parts are planned: `round` knows all of its variables, `result` the accumulator alone. */
export interface FoldPlan {
  readonly expr: FoldExpr;
  /** Where its variables are among the frame's locals. */
  readonly slots: { readonly accumulator: number; readonly first: number; readonly second: number };
  readonly range: Step;
  readonly initial: Step;
  round(expr: Expr): Step;
  result(expr: Expr): Step;
}

export function planFold(plan: FoldPlan): Step {
  return planDecision(plan) ?? planList(plan) ?? planAny(plan);
}

/** Calls `round` for each element or key in turn, with the variables set, until it answers true. */
function eachRound(
  { expr, slots: { first, second } }: FoldPlan,
  { frame: { locals }, values }: { readonly frame: Frame; readonly values: CelValue },
  round: () => boolean,
): void {
  const two = expr.variable2 !== undefined;
  if (values instanceof CelList) {
    const { size } = values;
    for (let index = 0; index < size; index++) {
      const value = values.at(index);
      locals[first] = two ? BigInt(index) : value;
      if (two) locals[second] = value;
      if (round()) return;
    }
    return;
  }
  if (!(values instanceof CelMap)) {
    throw new CelError(`got '${typeNameOf(values)}', expected iterable type`);
  }
  for (const key of values.keys()) {
    locals[first] = key;
    if (two) locals[second] = values.get(key);
    if (round()) return;
  }
}

/**
 * `all` and `exists`: the accumulator is looked at before each round, and a false or a true one decides. They go on after an element
 * that fails, for a later one may decide; else the last failure is what they end with.
 */
function planDecision(plan: FoldPlan): Step | undefined {
  const { expr, range } = plan;
  const { step } = expr;
  if (expr.accumulator !== macroAccumulator || step.kind !== "call") return undefined;
  if (step.name !== operators.and && step.name !== operators.or) return undefined;
  const [, decides] = step.args;
  if (!decides) return undefined;
  const decisive = step.name === operators.or;
  // The accumulator, what keeps an error from ending the loop, and for `exists` a negation between them.
  const lookCost = decisive ? 3 : 2;
  const predicate = plan.round(decides);
  return (frame) => {
    const { cost } = frame;
    let decided = !decisive;
    let failure: CelError | undefined;
    eachRound(plan, { frame, values: range(frame) }, () => {
      if (failure === undefined) {
        cost.addUnits(lookCost);
        if (decided === decisive) return true;
      }
      cost.add(1);
      const value = attempt(predicate, frame);
      if (value === decisive) {
        decided = decisive;
        failure = undefined;
      } else if (value instanceof CelError) failure = value;
      else if (typeof value !== "boolean") failure = new CelError("no such overload");
      return false;
    });
    if (failure) throw failure;
    cost.add(1);
    return decided;
  };
}

/** `map`, `filter` and `transformList`: a list that grows by one element in each round that a filter lets pass. */
function planList(plan: FoldPlan): Step | undefined {
  const { expr, range } = plan;
  const found = expr.accumulator === macroAccumulator ? growthOf(expr.step) : undefined;
  if (!found || expr.initial.kind !== "list") return undefined;
  const filter = found.filter && plan.round(found.filter);
  const transform = plan.round(found.element);
  return (frame) => {
    const { cost } = frame;
    const made: CelValue[] = [];
    eachRound(plan, { frame, values: range(frame) }, () => {
      if (filter) {
        const passes = filter(frame);
        if (typeof passes !== "boolean") throw new CelError("no such overload");
        // Where nothing is added the accumulator is part of the choice, and costs no more than it.
        if (!passes) return false;
      }
      cost.add(1);
      made.push(transform(frame));
      cost.add(listBaseCost);
      cost.add(1);
      return false;
    });
    cost.add(1);
    return new ArrayList(made);
  };
}

interface Growth {
  readonly filter: Expr | undefined;
  readonly element: Expr;
}

/** Of `@result + [element]`, or of `filter ? @result + [element] : @result`. */
function growthOf(step: Expr): Growth | undefined {
  if (step.kind !== "call") return undefined;
  if (step.name === operators.add) {
    const element = addedElement(step);
    return element && { filter: undefined, element };
  }
  const [filter, added, kept] = step.args;
  if (step.name !== operators.conditional || added?.kind !== "call") return undefined;
  const element = added.name === operators.add ? addedElement(added) : undefined;
  return filter && element && isAccumulator(kept) ? { filter, element } : undefined;
}

function addedElement({ args: [before, added] }: CallExpr): Expr | undefined {
  if (!isAccumulator(before) || added?.kind !== "list" || added.optional.size > 0) return undefined;
  return added.elements.length === 1 ? added.elements[0] : undefined;
}

function isAccumulator(expr: Expr | undefined): boolean {
  return expr?.kind === "ident" && expr.name === macroAccumulator;
}

function planAny(plan: FoldPlan): Step {
  const { expr, slots, range, initial } = plan;
  const condition = plan.round(expr.condition);
  const step = plan.round(expr.step);
  const result = plan.result(expr.result);
  return (frame) => {
    const { locals } = frame;
    const values = range(frame);
    locals[slots.accumulator] = initial(frame);
    eachRound(plan, { frame, values }, () => {
      if (condition(frame) !== true) return true;
      locals[slots.accumulator] = step(frame);
      return false;
    });
    return result(frame);
  };
}
