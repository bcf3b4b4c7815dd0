/**
 * The health check of gRPC servers (grpc.health.v1.Health/Check) as probes use it: the two messages on the wire, and what the kubelet
 * says of an answer. Follows pkg/probe/grpc/grpc.go and grpc's health.proto.
 */

export const healthPath = "/grpc.health.v1.Health/Check";

export interface HealthQuery {
  /** Empty: the server as a whole. */
  readonly service: string;
  readonly signal: AbortSignal;
}

/** A status of the service, or why the call failed: gRPC's code and message. */
export type HealthAnswer =
  | { readonly status: string }
  | { readonly code: number; readonly message: string };

const statuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];
/** gRPC's codes by their numbers, in Go's words. */
const codes = [
  "OK",
  "Canceled",
  "Unknown",
  "InvalidArgument",
  "DeadlineExceeded",
  "NotFound",
  "AlreadyExists",
  "PermissionDenied",
  "ResourceExhausted",
  "FailedPrecondition",
  "Aborted",
  "OutOfRange",
  "Unimplemented",
  "Internal",
  "Unavailable",
  "DataLoss",
  "Unauthenticated",
];
export const unimplemented = 12;
export const internal = 13;
export const unavailable = 14;

/** Field 1 of HealthCheckRequest, a string, in gRPC's frame: no compression, then the length. */
export function encodeHealthRequest(service: string): Uint8Array {
  const name = new TextEncoder().encode(service);
  const field = name.length === 0 ? [] : [0x0a, ...varint(name.length), ...name];
  const frame = new Uint8Array(5 + field.length);
  new DataView(frame.buffer).setUint32(1, field.length);
  frame.set(field, 5);
  return frame;
}

/** Field 1 of HealthCheckResponse, an enumeration; without it the status is UNKNOWN. Undefined for what is no such message. */
export function decodeHealthResponse(frame: Uint8Array): string | undefined {
  if (frame.length < 5 || frame[0] !== 0) return undefined;
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(1);
  const message = frame.subarray(5, 5 + length);
  if (message.length !== length) return undefined;
  if (message.length === 0) return statuses[0];
  if (message[0] !== 0x08 || message.length !== 2) return undefined;
  return statuses[message[1] ?? 0] ?? String(message[1]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

/** Why a probe has failed; undefined when it has not. */
export function healthFailure(answer: HealthAnswer): string | undefined {
  if ("status" in answer) {
    if (answer.status === "SERVING") return undefined;
    return `service unhealthy (responded with ${JSON.stringify(answer.status)})`;
  }
  const { code, message } = answer;
  if (code === unimplemented)
    return `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${message}`;
  const name = codes[code] ?? `Code(${code})`;
  return `error: health rpc probe failed: rpc error: code = ${name} desc = ${message}`;
}
