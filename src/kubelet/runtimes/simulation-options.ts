/**
 * What a user asks of the simulation: the annotation `kubarium.dev/simulate` on a Pod, JSON such as
 * `{"imagePullError":true}` or `{"runSeconds":5,"exitCode":3,"containers":{"sidecar":{"httpStatus":503}}}`.
 */
import { isJsonObject, type JsonObject } from "../../api/json.ts";

export const SIMULATE_ANNOTATION = "kubarium.dev/simulate";

export interface SimulationOptions {
  /** The image cannot be pulled. */
  readonly imagePullError?: boolean;
  /** How long a pull takes; 0 by default. */
  readonly pullSeconds?: number;
  /** The container cannot be started; a text is the message. */
  readonly startError?: boolean | string;
  /** The container ends after so long, whatever its command says. */
  readonly runSeconds?: number;
  /** With which exit code; 0 by default. Alone it means at once. */
  readonly exitCode?: number;
  /** It ends by being killed for its memory: exit code 137, reason OOMKilled. */
  readonly oomKilled?: boolean;
  /** Status of every HTTP answer; 200 by default. */
  readonly httpStatus?: number;
  /** The command given to exec probes fails. */
  readonly execExitCode?: number;
  /** It does not end at SIGTERM. */
  readonly ignoreTerm?: boolean;
  /** Usage to report instead of the model's. */
  readonly cpuMilli?: number;
  readonly memoryMiB?: number;
}

const numbers = [
  "pullSeconds",
  "runSeconds",
  "exitCode",
  "httpStatus",
  "execExitCode",
  "cpuMilli",
  "memoryMiB",
] as const;
const booleans = ["imagePullError", "oomKilled", "ignoreTerm"] as const;

/** The options of one container: those of the Pod, overridden by its own. An annotation that is not understood is no wish. */
export function simulationOptions(
  annotations: Readonly<Record<string, string>>,
  container: string,
): SimulationOptions {
  const text = annotations[SIMULATE_ANNOTATION];
  if (text === undefined) return {};
  const value = parse(text);
  if (!value) return {};
  const containers = value["containers"];
  const own = isJsonObject(containers) ? containers[container] : undefined;
  return { ...pick(value), ...(isJsonObject(own) ? pick(own) : {}) };
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // The user's text, not ours: it is simply no wish.
  }
}

function pick(value: JsonObject): SimulationOptions {
  const out: Record<string, unknown> = {};
  for (const name of numbers) {
    const number = value[name];
    if (typeof number === "number" && number >= 0) out[name] = number;
  }
  for (const name of booleans) if (typeof value[name] === "boolean") out[name] = value[name];
  const startError = value["startError"];
  if (typeof startError === "boolean" || typeof startError === "string")
    out["startError"] = startError;
  return out;
}
