/**
 * What is doubtful about a policy's expressions given the types of the objects that it matches: the warnings of its status. They
 * change nothing of what the policy does. Source: apiserver's pkg/admission/plugin/policy/validating/typechecking.go.
 */
import {
  compileAdmission,
  type AdmissionVariables,
} from "../../../api/cel/admission-environment.ts";
import { typesOfSchema } from "../../../api/cel/type-schema-types.ts";
import type { CelType } from "../../../api/cel/types.ts";
import type {
  ExpressionWarning,
  NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
} from "../../../api/generated/types.ts";
import { apiVersionOf } from "../../../api/object.ts";
import type { ResourceDefinition } from "../../../api/resources.ts";
import type { ServerCore } from "../../core.ts";

/** More kinds than these are not looked at. */
const kindsMax = 10;
const prefix = "compilation failed: ";

type Types = Pick<ServerCore, "registry" | "schemaOf">;

/** One for each expression that does not fit some kind; the text names the kinds. */
export function typeCheckPolicy(
  core: Types,
  { spec }: ValidatingAdmissionPolicy,
): readonly ExpressionWarning[] {
  const rules = spec?.matchConstraints?.resourceRules ?? [];
  const rows = rowsOf(core, rules);
  const scopes = rows.map((row) => ({ row, declared: declaredFor(core, spec, row) }));
  const warnings: ExpressionWarning[] = [];
  const check = (fieldRef: string, expression: string | undefined) => {
    if (!expression) return;
    const texts = scopes.flatMap(({ row, declared }) => {
      const compiled = compileAdmission(expression, declared, undefined);
      if (compiled.ok) return [];
      const error = compiled.error.slice(prefix.length);
      return [`${apiVersionOf(row)}, Kind=${row.kind}: ${error}\n`];
    });
    if (texts.length > 0) warnings.push({ fieldRef, warning: texts.join("\n") });
  };
  for (const [index, validation] of (spec?.validations ?? []).entries()) {
    check(`spec.validations[${index}].expression`, validation.expression);
    check(`spec.validations[${index}].messageExpression`, validation.messageExpression);
  }
  return warnings;
}

/** What expressions may speak of where the object is of one kind: the policy's variables among it. */
function declaredFor(
  core: Types,
  spec: ValidatingAdmissionPolicy["spec"],
  row: ResourceDefinition,
): AdmissionVariables {
  const { apiVersion = "", kind = "" } = spec?.paramKind ?? {};
  const [first = "", second] = apiVersion.split("/");
  const [group, version] = second === undefined ? ["", first] : [first, second];
  const paramRow = core.registry.findKind(group, version, kind);
  const declared: AdmissionVariables = {
    params: spec?.paramKind !== undefined,
    authorizer: true,
    objectType: typesOfSchema(core.schemaOf(row)),
    ...(paramRow ? { paramsType: typesOfSchema(core.schemaOf(paramRow)) } : {}),
  };
  const variables = new Map<string, CelType>();
  for (const variable of spec?.variables ?? []) {
    const known = { ...declared, variables };
    const compiled = compileAdmission(variable.expression, known, undefined);
    variables.set(variable.name, compiled.ok ? compiled.outputType : { kind: "dyn" });
  }
  return { ...declared, variables };
}

/** The kinds that the rules name without wildcards, in order of group, version and kind. */
function rowsOf(
  { registry }: Types,
  rules: readonly NamedRuleWithOperations[],
): readonly ResourceDefinition[] {
  const found = new Set<ResourceDefinition>();
  for (const { apiGroups = [], apiVersions = [], resources = [] } of rules) {
    if ([...apiGroups, ...apiVersions].some((each) => each.includes("*"))) continue;
    for (const group of apiGroups.toSorted()) {
      for (const version of apiVersions.toSorted()) {
        for (const resource of resources.toSorted()) {
          const row = registry.find(group, version, resource);
          if (row && found.size < kindsMax) found.add(row);
        }
      }
    }
  }
  const key = ({ group, version, kind }: ResourceDefinition) =>
    `${group}\u0000${version}\u0000${kind}`;
  return [...found].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
