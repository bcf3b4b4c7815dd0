/** The x-kubernetes-validations of one version's schema: compiled when the first object is written, by an engine that is loaded then. */
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { JsonSchema } from "../../api/structural-schema/schema.ts";
import type {
  RuleOptions,
  RuleOutcome,
  RuleValidator,
} from "../../api/structural-schema/rule-validator.ts";
import type { Slices } from "../slices.ts";

export class RuleSet {
  /** Whether the schema has rules at all. */
  readonly exist: boolean;
  readonly #schema: JsonSchema;
  #validator: RuleValidator | undefined;
  #loading: Promise<void> | undefined;

  constructor(schema: JsonSchema) {
    this.#schema = schema;
    this.exist = hasRules(schema);
  }

  /** Makes ready to validate, in slices: undefined when there is nothing to wait for. */
  load(slices: Slices): Promise<void> | undefined {
    if (!this.exist || this.#validator) return undefined;
    // What has failed is tried again with the next object.
    return (this.#loading ??= this.#compile(slices).finally(() => (this.#loading = undefined)));
  }

  async #compile(slices: Slices): Promise<void> {
    const { compileRules } = await import("../../api/structural-schema/rule-validator.ts");
    this.#validator = await slices.run(() => compileRules(this.#schema));
  }

  /** Call `load` first. `previous` is absent on create. */
  validate(
    object: JsonObject,
    previous: JsonObject | undefined,
    options: RuleOptions,
  ): RuleOutcome | Promise<RuleOutcome> {
    if (!this.#validator) throw new Error("validation rules were not loaded");
    return this.#validator.validate(object, previous, options);
  }
}

function hasRules(schema: JsonSchema): boolean {
  const { items, properties, additionalProperties } = schema;
  if ((schema["x-kubernetes-validations"] ?? []).length > 0) return true;
  if (items !== undefined && hasRules(items)) return true;
  if (isJsonObject(additionalProperties) && hasRules(additionalProperties)) return true;
  return Object.values(properties ?? {}).some(hasRules);
}
