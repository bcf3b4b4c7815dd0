/**
 * What the definition of a custom resource is checked with, of its rules: do they compile, do they hold for the defaults. Loaded when the first
 * definition with rules is written, for it brings the whole expression language.
 */
import type { CelProgram } from "../cel/compile.ts";
import { estimateCost } from "../cel/estimate.ts";
import {
  declareSchema,
  escapeProperty,
  requestSizeMax,
  type DeclaredType,
} from "../cel/schema-types.ts";
import { compileNodeRules, type CompiledRule } from "./rule-compiler.ts";
import { compileRules } from "./rule-validator.ts";
import { step } from "../slicewise.ts";
import type { JsonSchema } from "./schema.ts";

/** The place of a node among its schemas, as far as rules see it. */
export class RuleContext {
  readonly declared: DeclaredType | undefined;
  /** How many values of the node an object can have at most; Infinity where the lists and maps above have no bound. */
  readonly #cardinality: number;

  private constructor(declared: DeclaredType | undefined, cardinality: number) {
    this.declared = declared;
    this.#cardinality = cardinality;
  }

  static root(schema: JsonSchema): RuleContext {
    return new RuleContext(declareSchema(schema, { root: true }), 1);
  }

  property(key: string, schema: JsonSchema): RuleContext {
    const escaped = escapeProperty(key);
    const field = escaped === undefined ? undefined : this.declared?.fields?.get(escaped);
    return new RuleContext(field?.declared ?? declareSchema(schema), this.#cardinality);
  }

  /** Of a list's items, and of a map's values; `max` of them, where that is bounded. */
  element(schema: JsonSchema, max: number | undefined): RuleContext {
    const declared = this.declared?.element ?? declareSchema(schema);
    return new RuleContext(declared, this.#cardinality * Math.max(0, max ?? Infinity));
  }

  /** What a rule and its message may cost at most for one object, all values of the node together. */
  costOf({ program, message }: CompiledRule): { readonly rule: number; readonly message: number } {
    const { declared } = this;
    if (!declared || !program) return { rule: 0, message: 0 };
    const variables = { self: declared, oldSelf: declared };
    const once = estimated(program, variables);
    // As often as the least of them fits a request, where nothing else bounds it.
    const times = Number.isFinite(this.#cardinality)
      ? this.#cardinality
      : Math.floor(requestSizeMax / (declared.minSerializedSize + 1));
    return {
      rule: once === 0 ? 0 : once * times,
      message: message ? estimated(message, variables) : 0,
    };
  }

  /** Undefined where expressions can see nothing of the node. */
  compile(schema: JsonSchema): readonly CompiledRule[] | undefined {
    return this.declared && compileNodeRules(schema, this.declared);
  }
}

/** An estimate takes about as long as compiling does. */
const workOfCharacter = 20;

function estimated(program: CelProgram, variables: Parameters<typeof estimateCost>[1]): number {
  const work = program.source.length * workOfCharacter;
  return step(program, work, () => estimateCost(program, variables).max);
}

export { compileRules };
