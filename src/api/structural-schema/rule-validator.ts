/**
 * Evaluates the rules of a schema over an object: transition rules where there is an old value to compare with, within a budget of cost,
 * and letting through what was wrong before in a part that has not changed (apiextensions-apiserver, schema/cel/validation.go).
 */
import { sharedStepBudget } from "../re2/step-budget.ts";
import { runtimeBudget } from "../cel/cost.ts";
import { declareSchema, escapeProperty, type DeclaredType } from "../cel/schema-types.ts";
import { fromDeclared } from "../cel/schema-value.ts";
import { CelOptional, noValue, type CelValue } from "../cel/values.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { FieldError } from "../status.ts";
import { forbiddenField, invalidValue, quote, required } from "../validation/field-errors.ts";
import { itemKey, type Correlation } from "./correlation.ts";
import { compileNodeRules, type CompiledRule } from "./rule-compiler.ts";
import type { JsonSchema, ValidationRule } from "./schema.ts";
import { noPath } from "./validation-result.ts";
import { utf8Length } from "../utf8.ts";
import { exactJson } from "../wide-integers.ts";

export interface RuleOptions {
  /** On updates: what has not changed may go on being wrong. */
  readonly correlation?: Correlation | undefined;
  /** Where the value stands; empty for a whole object. */
  readonly path?: string;
  /** Told of the work that was done; what it answers is waited for before more is done. */
  spend?(work: number): Promise<void> | undefined;
}

export interface RuleOutcome {
  readonly errors: readonly FieldError[];
  /** What was let through because nothing has changed there: texts for Warning headers. */
  readonly ratcheted: readonly string[];
}

export interface RuleValidator {
  /** A promise where there was anything to wait for. */
  validate(
    value: JsonValue,
    old: JsonValue | undefined,
    options?: RuleOptions,
  ): RuleOutcome | Promise<RuleOutcome>;
  /** All at once. */
  validateNow(
    value: JsonValue,
    old: JsonValue | undefined,
    options?: Omit<RuleOptions, "spend">,
  ): RuleOutcome;
}

/** A validator of everything below a schema; rules that do not compile are told when they are evaluated. */
export function compileRules(schema: JsonSchema, isRoot = true): RuleValidator {
  const declared = declareSchema(schema, { root: isRoot });
  const node = declared && buildNode(schema, declared);
  const begin = (
    value: JsonValue,
    old: JsonValue | undefined,
    { correlation, path = "", spend }: RuleOptions,
  ) => {
    const run: Run = { errors: [], ratcheted: [], budget: runtimeBudget, spend };
    const ratchet = { current: correlation, parent: undefined };
    return { run, waiting: node && finish(visit(run, node, { value, old, path, ratchet })) };
  };
  return {
    validate(value, old, options = {}) {
      const { run, waiting } = begin(value, old, options);
      return waiting ? waiting.then(() => run) : run;
    },
    validateNow: (value, old, options = {}) => begin(value, old, options).run,
  };
}

/** Yields what is to be waited for before it goes on. */
type Slicewise = Generator<Promise<void>, void, void>;

/** Undefined when it is done; a promise when it has to wait, on one budget of steps all along. */
function finish(rest: Slicewise): Promise<void> | undefined {
  const within = sharedStepBudget();
  const go = () => within(() => rest.next());
  const first = go();
  return first.done ? undefined : goOn(first.value, go);
}

async function goOn(
  waiting: Promise<void>,
  go: () => IteratorResult<Promise<void>, void>,
): Promise<void> {
  await waiting;
  for (let next = go(); !next.done; next = go()) await next.value;
}

interface RuleNode {
  readonly schema: JsonSchema;
  readonly declared: DeclaredType;
  readonly rules: readonly CompiledRule[];
  readonly items: RuleNode | undefined;
  readonly values: RuleNode | undefined;
  readonly properties: ReadonlyMap<string, RuleNode>;
}

/** Undefined where there is no rule at the node nor below it. */
function buildNode(schema: JsonSchema, declared: DeclaredType): RuleNode | undefined {
  const rules = compileNodeRules(schema, declared);
  const { element } = declared;
  const { additionalProperties } = schema;
  const items = schema.items && element ? buildNode(schema.items, element) : undefined;
  const values =
    isJsonObject(additionalProperties) && element
      ? buildNode(additionalProperties, element)
      : undefined;
  const properties = new Map<string, RuleNode>();
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const type = declaredProperty(key, property, declared);
    const node = type && buildNode(property, type);
    if (node) properties.set(key, node);
  }
  if (rules.length === 0 && !items && !values && properties.size === 0) return undefined;
  return { schema, declared, rules, items, values, properties };
}

/** A property that expressions cannot name may have rules of its own all the same. */
function declaredProperty(
  key: string,
  property: JsonSchema,
  declared: DeclaredType,
): DeclaredType | undefined {
  const escaped = escapeProperty(key);
  if (escaped === undefined) return declareSchema(property);
  return declared.fields?.get(escaped)?.declared;
}

interface Run {
  readonly errors: FieldError[];
  readonly ratcheted: string[];
  /** Negative: no more rules are run. */
  budget: number;
  readonly spend: RuleOptions["spend"];
}

interface Ratchet {
  readonly current: Correlation | undefined;
  /** The nearest place above that both objects have; undefined at the root. */
  readonly parent: Correlation | undefined;
}

interface Place {
  readonly value: JsonValue;
  readonly old: JsonValue | undefined;
  readonly path: string;
  readonly ratchet: Ratchet;
}

function* visit(run: Run, node: RuleNode, place: Place): Slicewise {
  const { value, old } = place;
  if (value === null) return;
  if (node.rules.length > 0) yield* evaluateRules(run, node, place);
  if (run.budget < 0) return;
  if (Array.isArray(value)) yield* visitItems(run, node, { ...place, value: value as JsonItems });
  else if (isJsonObject(value)) {
    yield* visitMembers(run, node, { ...place, value, old: isJsonObject(old) ? old : undefined });
  }
}

type JsonItems = readonly JsonValue[];

function* visitItems(
  run: Run,
  node: RuleNode,
  place: Place & { readonly value: JsonItems },
): Slicewise {
  const { items, schema } = node;
  if (!items) return;
  const { value, old, path, ratchet } = place;
  const names = schema["x-kubernetes-list-map-keys"] ?? [];
  const byKey = new Map<string, JsonValue>();
  if (schema["x-kubernetes-list-type"] === "map" && Array.isArray(old)) {
    for (const item of (old as JsonItems).toReversed()) byKey.set(itemKey(item, names), item);
  }
  for (const [index, item] of value.entries()) {
    const before = byKey.size > 0 ? byKey.get(itemKey(item, names)) : undefined;
    const { current } = ratchet;
    const next = current ? { current: current.index(index), parent: current } : ratchet;
    yield* visit(run, items, {
      value: item,
      old: before,
      path: `${path}[${index}]`,
      ratchet: next,
    });
    if (run.budget < 0) return;
  }
}

function* visitMembers(
  run: Run,
  node: RuleNode,
  place: Place & { readonly value: JsonObject; readonly old: JsonObject | undefined },
): Slicewise {
  const { value, old, path, ratchet } = place;
  const mapType = node.schema["x-kubernetes-map-type"] ?? "granular";
  const before = mapType === "granular" || mapType === "atomic" ? old : undefined;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const property = node.properties.get(key);
    const below = property ?? (node.schema.properties ? undefined : node.values);
    if (!below) continue;
    const was = before && Object.hasOwn(before, key) ? before[key] : undefined;
    const at = property ? (path === "" ? key : `${path}.${key}`) : `${path}[${key}]`;
    yield* visit(run, below, {
      value: member,
      old: was,
      path: at,
      ratchet: memberRatchet(ratchet, key),
    });
    if (run.budget < 0) return;
  }
}

function memberRatchet(ratchet: Ratchet, key: string): Ratchet {
  const { current, parent } = ratchet;
  if (!current) return ratchet;
  // What version an object was written in does not show: both are in the same.
  if (!parent && (key === "apiVersion" || key === "kind")) {
    return { current: undefined, parent: undefined };
  }
  return { current: current.key(key), parent: current };
}

function isUnchanged({ current, parent }: Ratchet): boolean {
  return (current ?? parent)?.unchanged === true;
}

const outOfBudget =
  "validation failed due to running out of cost budget, no further validation rules will be run";

function* evaluateRules(run: Run, node: RuleNode, place: Place): Slicewise {
  const { declared, schema, rules } = node;
  const { value, old, ratchet } = place;
  const path = place.path || noPath;
  const type = schema.type ?? "";
  const refuse = (detail: string) => run.errors.push(invalidValue(path, type, detail));
  if (run.budget <= 0) {
    refuse(outOfBudget);
    run.budget = -1;
    return;
  }
  const read = { self: lazy(() => fromDeclared(value, declared)), old: lazy(() => oldValue()) };
  const oldValue = (): CelValue | undefined =>
    old === undefined || old === null ? undefined : fromDeclared(old, declared);
  for (const compiled of rules) {
    const { rule, program, error, usesOldSelf } = compiled;
    if (error !== undefined) {
      refuse(`rule compile error: ${error}`);
      continue;
    }
    const optional = rule.optionalOldSelf === true;
    const hasOld = old !== undefined && old !== null;
    if (!program || (usesOldSelf && !hasOld && !optional)) continue;
    const bindings = (name: string): CelValue | undefined => {
      if (name === "self") return read.self();
      if (name !== "oldSelf") return undefined;
      const before = read.old();
      if (!optional) return before;
      return before === undefined ? noValue : new CelOptional(before);
    };
    const result = program.evaluate(bindings);
    const waiting = run.spend?.(result.work);
    if (waiting) yield waiting;
    if (result.cost > run.budget) {
      refuse(outOfBudget);
      run.budget = -1;
      return;
    }
    run.budget -= result.cost;
    if (!result.ok) {
      const stop = refuseFault(refuse, result, rule);
      if (!stop) continue;
      run.budget = -1;
      return;
    }
    if (result.value === true) continue;
    const failure = { path: failurePath(place.path, compiled), value, type };
    const told = describeFailure(run, compiled, { ...failure, bindings });
    if (!usesOldSelf && isUnchanged(ratchet)) {
      run.ratcheted.push(`${told.field}: ${told.message}`);
    } else run.errors.push(told);
    if (run.budget < 0) return;
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function failurePath(path: string, { fieldPath }: CompiledRule): string {
  if (fieldPath === "") return path || noPath;
  return path === "" ? fieldPath : `${path}.${fieldPath}`;
}

/** Adds the error of a rule that could not be evaluated; true when none is to follow. */
function refuseFault(
  refuse: (detail: string) => void,
  { error, costExceeded }: { readonly error: string; readonly costExceeded: boolean },
  rule: ValidationRule,
): boolean {
  const shown = ruleText(rule);
  if (error.startsWith("no such overload")) {
    refuse(
      `'${error}': call arguments did not match a supported operator, function or macro signature for rule: ${shown}`,
    );
    return false;
  }
  if (costExceeded) {
    refuse(
      `'${error}': no further validation rules will be run due to call cost exceeds limit for rule: ${shown}`,
    );
    return true;
  }
  refuse(`${error} evaluating rule: ${shown}`);
  return false;
}

function ruleText({ message, rule }: ValidationRule): string {
  return (message || rule).trim();
}

interface Failure {
  readonly path: string;
  readonly value: JsonValue;
  readonly type: string;
  readonly bindings: (name: string) => CelValue | undefined;
}

/** The error of a rule that is false, with its own text, or the one that its messageExpression makes. */
function describeFailure(run: Run, compiled: CompiledRule, failure: Failure): FieldError {
  const { rule, message } = compiled;
  const { path, type, bindings } = failure;
  let detail = rule.message ? rule.message.trim() : `failed rule: ${ruleText(rule)}`;
  if (message) {
    const result = message.evaluate(bindings);
    const shown = quote(rule.messageExpression ?? "");
    if (result.cost > run.budget) {
      run.budget = -1;
      const why =
        "messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run";
      return invalidValue(path, type, why);
    }
    run.budget -= result.cost;
    if (!result.ok && result.costExceeded) {
      run.budget = -1;
      const why = `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${shown}`;
      return invalidValue(path, type, why);
    }
    const text = result.ok && typeof result.value === "string" ? result.value.trim() : "";
    if (text !== "" && !text.includes("\n") && utf8Length(text) <= messageBytesMax) detail = text;
  }
  return withReason(rule.reason, { ...failure, detail });
}

/** Longest text that a messageExpression may make (apiserver, pkg/apis/cel/config.go). */
const messageBytesMax = 5 * 1024;

function withReason(
  reason: string | undefined,
  { path, value, type, detail }: Failure & { readonly detail: string },
): FieldError {
  const compound = type === "object" || type === "array";
  switch (reason) {
    case "FieldValueForbidden":
      return forbiddenField(path, detail);
    case "FieldValueRequired":
      return required(path, detail);
    case "FieldValueDuplicate": {
      const shown = compound ? "" : `: ${printed(value)}`;
      return { type: "FieldValueDuplicate", field: path, message: `Duplicate value${shown}` };
    }
    default:
      if (!compound) return invalidValue(path, value, detail);
      return { type: "FieldValueInvalid", field: path, message: `Invalid value: ${detail}` };
  }
}

function printed(value: JsonValue): string {
  return typeof value === "string" ? quote(value) : exactJson(value);
}
