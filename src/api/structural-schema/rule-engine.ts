/**
 * What the definition of a custom resource is checked with, of its rules: do they compile, do they hold for the defaults. Loaded when the first
 * definition with rules is written, for it brings the whole expression language.
 */
import { declareSchema, escapeProperty, type DeclaredType } from "../cel/schema-types.ts";
import { compileNodeRules, type CompiledRule } from "./rule-compiler.ts";
import { compileRules } from "./rule-validator.ts";
import type { JsonSchema } from "./schema.ts";

/** The place of a node among its schemas, as far as rules see it. */
export class RuleContext {
  readonly declared: DeclaredType | undefined;

  private constructor(declared: DeclaredType | undefined) {
    this.declared = declared;
  }

  static root(schema: JsonSchema): RuleContext {
    return new RuleContext(declareSchema(schema, { root: true }));
  }

  property(key: string, schema: JsonSchema): RuleContext {
    const escaped = escapeProperty(key);
    const field = escaped === undefined ? undefined : this.declared?.fields?.get(escaped);
    return new RuleContext(field?.declared ?? declareSchema(schema));
  }

  /** Of a list's items, and of a map's values. */
  element(schema: JsonSchema): RuleContext {
    return new RuleContext(this.declared?.element ?? declareSchema(schema));
  }

  /** Undefined where expressions can see nothing of the node. */
  compile(schema: JsonSchema): readonly CompiledRule[] | undefined {
    return this.declared && compileNodeRules(schema, this.declared);
  }
}

export { compileRules };
