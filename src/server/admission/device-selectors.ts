/**
 * Selectors of devices are compiled before validation asks about them: a claim may bring megabytes of them, and others are served in between.
 * What is known of a selector is remembered by the compiler.
 */
import { deviceCompiler, loadDeviceCompiler } from "../../api/cel/device-compiler.ts";
import { isJsonObject, type JsonValue } from "../../api/json.ts";
import { deviceLimits } from "../../api/validation/device-lists.ts";
import type { Slices } from "../slices.ts";
import type { AdmissionRequest } from "./chain.ts";

const selecting = new Set(["DeviceClass", "ResourceClaim", "ResourceClaimTemplate"]);
/** Compiling takes a microsecond a character, in which evaluation would do so many units. */
const workOfCharacter = 40;

export function selectsDevices({ target: { definition } }: AdmissionRequest): boolean {
  return definition.group === "resource.k8s.io" && selecting.has(definition.kind);
}

/** Undefined when there is nothing to wait for. */
export function compileSelectors(
  { object }: AdmissionRequest,
  slices: Slices,
): Promise<void> | undefined {
  const texts = [...selectorsIn((object ?? null) as JsonValue)];
  const loading = loadDeviceCompiler();
  return loading || texts.length > 1 ? compile(texts, { loading, slices }) : undefined;
}

async function compile(
  texts: readonly string[],
  { loading, slices }: { readonly loading: Promise<void> | undefined; readonly slices: Slices },
): Promise<void> {
  await loading;
  const { deviceSelectorFault } = deviceCompiler();
  for (const text of texts) {
    deviceSelectorFault(text);
    const waiting = slices.spend(text.length * workOfCharacter);
    if (waiting) await waiting;
  }
}

/** What leads to selectors; parameters of drivers are as deep as they like. */
const ways = new Set(["spec", "devices", "requests", "exactly", "firstAvailable", "selectors"]);

/** Those that validation will have compiled. */
function* selectorsIn(json: JsonValue): Generator<string, void> {
  if (Array.isArray(json)) {
    for (const item of json as readonly JsonValue[]) yield* selectorsIn(item);
    return;
  }
  if (!isJsonObject(json)) return;
  for (const [key, value] of Object.entries(json)) {
    const text = key === "cel" && isJsonObject(value) ? value["expression"] : undefined;
    if (typeof text === "string" && text.length <= deviceLimits.expressionBytes) yield text;
    else if (value !== undefined && ways.has(key)) yield* selectorsIn(value);
  }
}
