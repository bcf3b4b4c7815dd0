/**
 * The expressions of admission: what `request`, `namespaceObject`, `variables` and `authorizer` are, and compiling against
 * them. Source: apiserver's pkg/admission/plugin/cel/compile.go and pkg/cel/mutation.
 */
import { compileCel, type CelProgram } from "./compile.ts";
import type { FunctionTable, ObjectType } from "./environment.ts";
import { AUTHORIZER, authorizerOverloads, RESOURCE_CHECK } from "./library/authorizer.ts";
import { jsonPatchOverloads } from "./library/json-patch.ts";
import { standardFunctions } from "./standard.ts";
import {
  BOOL,
  DYN,
  formatType,
  INT,
  listOf,
  mapOf,
  NULL,
  objectNamed,
  runtimeForm,
  STRING,
  TIMESTAMP,
  type CelType,
} from "./types.ts";

export interface AdmissionVariables {
  readonly params: boolean;
  readonly authorizer: boolean;
  /** The composited variables that come before: by name with their types. Undefined where there are none at all. */
  readonly variables?: ReadonlyMap<string, CelType>;
  /** Mutations may make `Object` and `JSONPatch` values. */
  readonly mutation?: boolean;
  /** The type of `object` and `oldObject` and what it consists of, where it is checked against a schema. */
  readonly objectType?: { readonly type: CelType; find(name: string): ObjectType | undefined };
  readonly paramsType?: { readonly type: CelType; find(name: string): ObjectType | undefined };
}

const kubernetes = (name: string): CelType => objectNamed(`kubernetes.${name}`);

function fixedType(name: string, fields: Readonly<Record<string, CelType>>): ObjectType {
  const byName = new Map(Object.entries(fields));
  return { name: `kubernetes.${name}`, field: (field) => byName.get(field) };
}

const strings = listOf(STRING);
const requestTypes: readonly ObjectType[] = [
  fixedType("GroupVersionKind", { group: STRING, version: STRING, kind: STRING }),
  fixedType("GroupVersionResource", { group: STRING, version: STRING, resource: STRING }),
  fixedType("UserInfo", {
    username: STRING,
    uid: STRING,
    groups: strings,
    extra: mapOf(STRING, strings),
  }),
  fixedType("AdmissionRequest", {
    uid: STRING,
    kind: kubernetes("GroupVersionKind"),
    resource: kubernetes("GroupVersionResource"),
    subResource: STRING,
    requestKind: kubernetes("GroupVersionKind"),
    requestResource: kubernetes("GroupVersionResource"),
    requestSubResource: STRING,
    name: STRING,
    namespace: STRING,
    operation: STRING,
    userInfo: kubernetes("UserInfo"),
    dryRun: BOOL,
    options: DYN,
  }),
  fixedType("NamespaceMetadata", {
    name: STRING,
    generateName: STRING,
    namespace: STRING,
    labels: mapOf(STRING, STRING),
    annotations: mapOf(STRING, STRING),
    UID: STRING,
    creationTimestamp: TIMESTAMP,
    deletionGracePeriodSeconds: INT,
    deletionTimestamp: TIMESTAMP,
    generation: INT,
    resourceVersion: STRING,
    finalizers: strings,
  }),
  fixedType("NamespaceSpec", { finalizers: strings }),
  fixedType("NamespaceCondition", {
    status: STRING,
    type: STRING,
    lastTransitionTime: TIMESTAMP,
    message: STRING,
    reason: STRING,
  }),
  fixedType("NamespaceStatus", {
    conditions: listOf(kubernetes("NamespaceCondition")),
    phase: STRING,
  }),
  fixedType("Namespace", {
    metadata: kubernetes("NamespaceMetadata"),
    spec: kubernetes("NamespaceSpec"),
    status: kubernetes("NamespaceStatus"),
  }),
];
const fixed = new Map(requestTypes.map((type) => [type.name, type]));

const jsonPatchFields: ReadonlyMap<string, CelType> = new Map([
  ["op", STRING],
  ["path", STRING],
  ["from", STRING],
  ["value", DYN],
]);
export const JSON_PATCHES: CelType = listOf(objectNamed("JSONPatch"));
export const APPLY_OBJECT: CelType = objectNamed("Object");

let admissionFunctions: FunctionTable | undefined;
let mutationFunctions: FunctionTable | undefined;

function functions(mutation: boolean): FunctionTable {
  admissionFunctions ??= standardFunctions().with(authorizerOverloads());
  if (!mutation) return admissionFunctions;
  mutationFunctions ??= admissionFunctions.with(jsonPatchOverloads());
  return mutationFunctions;
}

function mutationType(name: string): ObjectType | undefined {
  if (name === "JSONPatch") return { name, field: (field) => jsonPatchFields.get(field) };
  // Objects are built field by field; whether they fit is found when they are merged.
  return name === "Object" || name.startsWith("Object.") ? { name, field: () => DYN } : undefined;
}

export type AdmissionCompilation =
  | { readonly ok: true; readonly program: CelProgram; readonly outputType: CelType }
  /** `compilation failed: ERROR: ...`, `must evaluate to bool`. */
  | { readonly ok: false; readonly error: string };

/** Compiles an expression; `results` are the types that it may have (undefined: any). */
export function compileAdmission(
  expression: string,
  declared: AdmissionVariables,
  results: readonly CelType[] | undefined,
): AdmissionCompilation {
  const variables = new Map<string, CelType>([
    ["object", declared.objectType?.type ?? DYN],
    ["oldObject", declared.objectType?.type ?? DYN],
    ["namespaceObject", kubernetes("Namespace")],
    ["request", kubernetes("AdmissionRequest")],
  ]);
  if (declared.params) variables.set("params", declared.paramsType?.type ?? DYN);
  if (declared.authorizer) {
    variables.set("authorizer", AUTHORIZER);
    variables.set("authorizer.requestResource", RESOURCE_CHECK);
  }
  if (declared.variables) variables.set("variables", kubernetes("variables"));
  const composed: ObjectType = {
    name: "kubernetes.variables",
    field: (name) => declared.variables?.get(name),
  };
  const compiled = compileCel(expression, {
    variables,
    functions: functions(declared.mutation ?? false),
    object: (name) =>
      name === composed.name
        ? composed
        : (fixed.get(name) ??
          (declared.mutation ? mutationType(name) : undefined) ??
          declared.objectType?.find(name) ??
          declared.paramsType?.find(name)),
  });
  if (!compiled.ok) return { ok: false, error: `compilation failed: ${compiled.error}` };
  const { outputType } = compiled;
  const found = formatType(outputType);
  if (results && !results.some((type) => formatType(type) === found)) {
    const [only] = results;
    const wanted =
      results.length === 1 && only
        ? runtimeForm(only)
        : `one of [${results.map(runtimeForm).join(" ")}]`;
    return { ok: false, error: `must evaluate to ${wanted} but got ${runtimeForm(outputType)}` };
  }
  return compiled;
}

/** The types that expressions of each place may have. */
export const resultTypes = {
  bool: [BOOL],
  string: [STRING],
  "string or null": [STRING, NULL],
  patches: [JSON_PATCHES],
  object: [APPLY_OBJECT],
} as const satisfies Record<string, readonly CelType[]>;
