/**
 * Calls of functions as closures: which overload it is, what it does and what it costs are looked up before the first call, and
 * calls with one or two arguments, nearly all, make no array of them.
 */
import { callCostOf, sizeOf, type CallCost } from "./cost.ts";
import { noSuchOverload } from "./errors.ts";
import type { Frame, Step } from "./frame.ts";
import { acceptor, type Overload } from "./overload.ts";
import { spendText } from "./text-work.ts";
import { typeNameOf, type CelValue } from "./values.ts";

export interface CallPlan {
  /** As errors name it. */
  readonly name: string;
  readonly steps: readonly Step[];
  /** Those that the checker left open, in their order. */
  readonly overloads: readonly Overload[];
  /** The call itself costs nothing. */
  readonly free: boolean;
  /** All arguments are literals: the result is always the same. */
  readonly constant: boolean;
}

interface Candidate {
  readonly accepts: readonly ((value: CelValue) => boolean)[];
  readonly call: (...args: CelValue[]) => CelValue;
  readonly cost: CallCost | undefined;
}

type Accepts = (value: CelValue) => boolean;
const anything: Accepts = () => true;
const unitCost: CallCost = () => 1;

export function planCall(plan: CallPlan): Step {
  const candidates = plan.overloads.map((overload): Candidate => ({
    accepts: overload.args.map(acceptor),
    call: overload.call,
    cost: plan.free ? () => 0 : callCostOf(overload),
  }));
  const call = planArity(plan, candidates);
  return plan.constant ? remembered(call) : call;
}

/** Programs live as long as what they are part of: what is large is made anew, not kept. */
const rememberedMax = 100;

/** Functions have no other inputs than their arguments: one that has succeeded is not called again, and costs the same. */
function remembered(call: Step): Step {
  let known: { readonly value: CelValue; readonly cost: number } | undefined;
  return (frame) => {
    const { cost } = frame;
    if (known) {
      cost.add(known.cost);
      return known.value;
    }
    const before = cost.spent;
    const value = call(frame);
    if (sizeOf(value) <= rememberedMax) known = { value, cost: cost.spent - before };
    return value;
  };
}

function planArity(plan: CallPlan, candidates: readonly Candidate[]): Step {
  const [first, second] = plan.steps;
  if (plan.steps.length === 1 && first) return planUnary(plan, first, candidates);
  if (plan.steps.length === 2 && first && second) {
    return planBinary(plan, [first, second], candidates);
  }
  return planAny(plan, candidates);
}

function planUnary({ name }: CallPlan, argument: Step, candidates: readonly Candidate[]): Step {
  const rows = candidates.map(({ accepts: [accepts = anything], call, cost = unitCost }) => ({
    accepts,
    call,
    cost,
  }));
  return (frame) => {
    const value = argument(frame);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index];
      if (!row?.accepts(value)) continue;
      if (typeof value === "string") spendText(value.length);
      const result = row.call(value);
      frame.cost.add(row.cost(value, undefined, result));
      return result;
    }
    throw noSuchOverload(name, [typeNameOf(value)]);
  };
}

function planBinary(
  { name }: CallPlan,
  [left, right]: readonly [Step, Step],
  candidates: readonly Candidate[],
): Step {
  const rows = candidates.map(({ accepts, call, cost = unitCost }) => ({
    first: accepts[0] ?? anything,
    second: accepts[1] ?? anything,
    call,
    cost,
  }));
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index];
      if (!row?.first(a) || !row.second(b)) continue;
      if (typeof a === "string") spendText(a.length);
      if (typeof b === "string") spendText(b.length);
      const result = row.call(a, b);
      frame.cost.add(row.cost(a, b, result));
      return result;
    }
    throw noSuchOverload(name, [typeNameOf(a), typeNameOf(b)]);
  };
}

function planAny({ name, steps }: CallPlan, candidates: readonly Candidate[]): Step {
  return (frame: Frame) => {
    const values = steps.map((step) => step(frame));
    const found = candidates.find(({ accepts }) =>
      accepts.every((accept, index) => accept(values[index] as CelValue)),
    );
    if (!found) throw noSuchOverload(name, values.map(typeNameOf));
    for (const value of values) if (typeof value === "string") spendText(value.length);
    const result = found.call(...values);
    const [first, second] = values;
    frame.cost.add((found.cost ?? unitCost)(first, second, result));
    return result;
  };
}
