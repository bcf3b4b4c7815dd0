/** The rule engine, once it is loaded: definitions without rules, and clusters without definitions, never need it. */
import { isJsonObject } from "../json.ts";

type RuleEngine = typeof import("./rule-engine.ts");

let engine: RuleEngine | undefined;

/** Undefined when there is nothing to wait for. */
export function loadRuleEngine(): Promise<void> | undefined {
  if (engine) return undefined;
  return import("./rule-engine.ts").then((loaded) => {
    engine = loaded;
  });
}

/** Call `loadRuleEngine` first. */
export function ruleEngine(): RuleEngine {
  if (!engine) throw new Error("the rule engine was not loaded");
  return engine;
}

/** Whether any part of a value is a schema with rules. */
export function mentionsRules(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mentionsRules);
  if (!isJsonObject(value)) return false;
  if (Object.hasOwn(value, "x-kubernetes-validations")) return true;
  return Object.values(value).some(mentionsRules);
}
