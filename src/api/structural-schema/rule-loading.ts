/** The rule engine, once it is loaded: definitions without rules, and clusters without definitions, never need it. */
import { isJsonObject } from "../json.ts";
import { lazyModule } from "../lazy-module.ts";

const engine = lazyModule("the rule engine", () => import("./rule-engine.ts"));

export const loadRuleEngine = engine.load;

/** Call `loadRuleEngine` first. */
export const ruleEngine = engine.get;

/** Whether any part of a value is a schema with rules. */
export function mentionsRules(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mentionsRules);
  if (!isJsonObject(value)) return false;
  if (Object.hasOwn(value, "x-kubernetes-validations")) return true;
  return Object.values(value).some(mentionsRules);
}
