/** Probes and lifecycle handlers of containers. Source: validateProbe and validateHandler in pkg/apis/core/validation. */
import type { GRPCAction, LifecycleHandler, Probe } from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { httpHeaderName } from "./names.ts";
import { nonNegative, optionalOneOf, portNumber, portNumberOrName } from "./numbers.ts";
import type { Int64 } from "../json.ts";

/** Probes have grpc and no sleep, lifecycle handlers the other way round. */
type Handler = LifecycleHandler & { readonly grpc?: GRPCAction };

const handlerTypes = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;

export interface HandlerContext {
  readonly handler: Handler;
  /** The Pod's terminationGracePeriodSeconds: a sleep may not outlast it. */
  readonly graceSeconds: Int64 | undefined;
}

export function validateHandler(errors: FieldErrors, path: string, context: HandlerContext): void {
  let found = false;
  for (const type of handlerTypes) {
    if (!context.handler[type]) continue;
    const at = `${path}.${type}`;
    if (found) errors.push(forbiddenField(at, "may not specify more than 1 handler type"));
    else validateAction(errors, at, context);
    found = true;
  }
  if (!found) errors.push(required(path, "must specify a handler type"));
}

/** Validates the first of the handler's actions; `path` ends with its name. */
function validateAction(errors: FieldErrors, path: string, context: HandlerContext): void {
  const { exec, httpGet, tcpSocket, grpc, sleep } = context.handler;
  if (exec) {
    if (!exec.command?.length) errors.push(required(`${path}.command`));
  } else if (httpGet) {
    if (!httpGet.path) errors.push(required(`${path}.path`));
    errors.push(...portNumberOrName(`${path}.port`, httpGet.port));
    errors.push(...optionalOneOf(`${path}.scheme`, httpGet.scheme ?? "", ["HTTP", "HTTPS"]));
    for (const { name } of httpGet.httpHeaders ?? []) {
      errors.push(...invalidAll(`${path}.httpHeaders`, name, httpHeaderName(name)));
    }
  } else if (tcpSocket) errors.push(...portNumberOrName(`${path}.port`, tcpSocket.port));
  else if (grpc) errors.push(...portNumber(`${path}.port`, grpc.port));
  else if (sleep) {
    const { graceSeconds } = context;
    if (graceSeconds !== undefined && (sleep.seconds < 0 || sleep.seconds > graceSeconds)) {
      errors.push(
        invalidValue(
          path,
          sleep.seconds,
          `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`,
        ),
      );
    }
  }
}

export type ProbeKind = "livenessProbe" | "readinessProbe" | "startupProbe";

export function validateProbe(
  errors: FieldErrors,
  path: string,
  context: { readonly probe: Probe; readonly kind: ProbeKind },
): void {
  const { probe, kind } = context;
  validateHandler(errors, path, { handler: probe, graceSeconds: undefined });
  for (const field of [
    "initialDelaySeconds",
    "timeoutSeconds",
    "periodSeconds",
    "successThreshold",
    "failureThreshold",
  ] as const) {
    errors.push(...nonNegative(`${path}.${field}`, probe[field]));
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    errors.push(
      invalidValue(`${path}.terminationGracePeriodSeconds`, grace, "must be greater than 0"),
    );
  }
  if (kind === "readinessProbe") {
    if (grace !== undefined) {
      errors.push(
        invalidValue(
          `${path}.terminationGracePeriodSeconds`,
          grace,
          "must not be set for readinessProbes",
        ),
      );
    }
  } else if (probe.successThreshold !== 1) {
    errors.push(invalidValue(`${path}.successThreshold`, probe.successThreshold ?? 0, "must be 1"));
  }
}
