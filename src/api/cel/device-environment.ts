/**
 * The expressions that select devices: what `device` is, and compiling against it with a bound on what one may cost.
 * Source: staging/src/k8s.io/dynamic-resource-allocation/cel/compile.go with the feature gates of 1.36.
 */
import { compileCel, type CompileResult } from "./compile.ts";
import type { ObjectType } from "./environment.ts";
import { estimateCost } from "./estimate.ts";
import type { DeclaredType } from "./schema-types.ts";
import {
  ANY,
  BOOL,
  mapOf,
  objectNamed,
  opaque,
  STRING,
  runtimeForm,
  type CelType,
} from "./types.ts";

/** Of an expression in the worst case (CELSelectorExpressionMaxCost). */
const costMax = 1_000_000;
/** Bytes and entries at most, as resource.k8s.io's types say. */
const longest = { driver: 63, domain: 63, id: 32, attribute: 64, entries: 32 } as const;

const attribute = declared(ANY, longest.attribute);
const quantity = declared(opaque("kubernetes.Quantity"), 0);
const fields: ReadonlyMap<string, DeclaredType> = new Map([
  ["driver", declared(STRING, longest.driver)],
  ["attributes", byDomain({ ...byId(attribute), selected: attribute })],
  ["capacity", byDomain(byId(quantity))],
  ["allowMultipleAllocations", declared(BOOL, 0)],
]);
const device: DeclaredType = {
  ...declared(objectNamed("kubernetes.DRADevice"), 0),
  fields: new Map([...fields].map(([name, type]) => [name, { property: name, declared: type }])),
};
const deviceObject: ObjectType = {
  name: "kubernetes.DRADevice",
  field: (name) => fields.get(name)?.type,
};

/** Sizes are declared, not told from a schema. */
function declared(type: CelType, maxElements: number): DeclaredType {
  return { type, schema: {}, maxElements, minSerializedSize: 0 };
}

function byId(element: DeclaredType): DeclaredType {
  return mapped(declared(STRING, longest.id), element);
}

function byDomain(element: DeclaredType): DeclaredType {
  return mapped(declared(STRING, longest.domain), element);
}

function mapped(key: DeclaredType, element: DeclaredType): DeclaredType {
  return { ...declared(mapOf(STRING, element.type), longest.entries), key, element };
}

/** What is wrong with a selector: `invalid` with the compiler's words, or more costly than one may be. */
export type SelectorFault = { readonly invalid: string } | "too complex";

/** Characters of the selectors whose verdicts are kept: those of the largest request, for the most part. */
const rememberedMax = 4_000_000;
const verdicts = new Map<string, SelectorFault | undefined>();
let remembered = 0;

/** Undefined for a selector that is right. Claims that are made of one template ask about the same again and again. */
export function deviceSelectorFault(expression: string): SelectorFault | undefined {
  if (verdicts.has(expression)) return verdicts.get(expression);
  const fault = faultOf(expression);
  remembered += expression.length;
  if (remembered > rememberedMax) {
    verdicts.clear();
    remembered = expression.length;
  }
  verdicts.set(expression, fault);
  return fault;
}

function faultOf(expression: string): SelectorFault | undefined {
  const compiled = compileSelector(expression);
  if (!compiled.ok) return { invalid: `compilation failed: ${compiled.error}` };
  const { kind } = compiled.outputType;
  if (kind !== "bool" && kind !== "any") {
    const found = runtimeForm(compiled.outputType);
    return { invalid: `must evaluate to bool or the unknown type, not ${found}` };
  }
  return estimateCost(compiled.program, { device }).max > costMax ? "too complex" : undefined;
}

/** Of any device, at most. Throws Error for what does not compile. */
export function selectorCost(expression: string): number {
  const compiled = compileSelector(expression);
  if (!compiled.ok) throw new Error(compiled.error);
  return estimateCost(compiled.program, { device }).max;
}

function compileSelector(expression: string): CompileResult {
  return compileCel(expression, {
    variables: { device: device.type },
    object: (name) => (name === deviceObject.name ? deviceObject : undefined),
    bind: true,
  });
}
