/**
 * x-kubernetes-validations as programs: what may be said of `self` and `oldSelf` at a node of a schema, and what is wrong with a rule
 * (apiextensions-apiserver, pkg/apiserver/schema/cel/compilation.go).
 */
import { compileCel, type CelProgram } from "../cel/compile.ts";
import { objectTypesOf, type DeclaredType } from "../cel/schema-types.ts";
import { optionalOf, type CelType } from "../cel/types.ts";
import { parseFieldPath } from "./field-path.ts";
import type { JsonSchema, ValidationRule } from "./schema.ts";

export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Undefined for an empty rule, and for one that does not compile. */
  readonly program: CelProgram | undefined;
  readonly error: string | undefined;
  readonly usesOldSelf: boolean;
  readonly message: CelProgram | undefined;
  readonly messageError: string | undefined;
  /** `fieldPath` as field errors write it; empty for none. */
  readonly fieldPath: string;
}

const nothing: CompiledRule = {
  rule: { rule: "" },
  program: undefined,
  error: undefined,
  usesOldSelf: false,
  message: undefined,
  messageError: undefined,
  fieldPath: "",
};

/** The rules of one node, in order. `declared` is the node's type. */
export function compileNodeRules(
  schema: JsonSchema,
  declared: DeclaredType,
): readonly CompiledRule[] {
  const rules = schema["x-kubernetes-validations"] ?? [];
  if (rules.length === 0) return [];
  const object = objectTypesOf(declared);
  return rules.map((rule) => compileRule(rule, schema, { type: declared.type, object }));
}

interface Types {
  readonly type: CelType;
  readonly object: ReturnType<typeof objectTypesOf>;
}

function compileRule(rule: ValidationRule, schema: JsonSchema, types: Types): CompiledRule {
  const base = { ...nothing, rule };
  if (rule.rule.trim() === "") return base;
  const { type, object } = types;
  const oldSelf = rule.optionalOldSelf === true ? optionalOf(type) : type;
  const options = { variables: { self: type, oldSelf }, object };
  const compiled = compileCel(rule.rule, options);
  if (!compiled.ok) return { ...base, error: `compilation failed: ${compiled.error}` };
  if (compiled.outputType.kind !== "bool") {
    return { ...base, error: "cel expression must evaluate to a bool" };
  }
  const { program } = compiled;
  const found = { ...base, program, usesOldSelf: readsOldSelf(program) };
  if (rule.messageExpression) {
    const message = compileCel(rule.messageExpression, options);
    if (!message.ok) {
      return { ...found, messageError: `messageExpression compilation failed: ${message.error}` };
    }
    if (message.outputType.kind !== "string") {
      return { ...found, messageError: "messageExpression must evaluate to a string" };
    }
    return { ...found, message: message.program, fieldPath: fieldPathOf(rule, schema) };
  }
  return { ...found, fieldPath: fieldPathOf(rule, schema) };
}

function readsOldSelf({ checked }: CelProgram): boolean {
  for (const { kind, name } of checked.names.values()) {
    if (kind === "variable" && name === "oldSelf") return true;
  }
  return false;
}

function fieldPathOf({ fieldPath }: ValidationRule, schema: JsonSchema): string {
  if (!fieldPath) return "";
  const parsed = parseFieldPath(fieldPath, schema);
  return parsed.ok ? parsed.path : "";
}
