/**
 * How large one object may be: as large as etcd takes it (--max-request-bytes), in etcd's words, which reach clients without a reason.
 * Measured on the JSON that is kept; Kubernetes measures built-in kinds on their protobuf, which is a little smaller.
 */
import { StatusError, unknownError } from "../api/status.ts";
import type { ObjectKey } from "./store.ts";

/** 1.5 MiB. */
const requestBytesMax = 1_572_864;
/** What etcd's client refuses to send in the first place (gRPC's default of 2 MiB). */
const messageBytesMax = 2_097_152;
/** Bytes of UTF-8 that one unit of a text takes at most. */
const bytesPerUnitMax = 3;

const encoder = new TextEncoder();

const requestTooLarge = "etcdserver: request is too large";
const messageTooLarge = "trying to send message larger than max";

/** Whether a write has failed because its object is too large: without managedFields it may not be. */
export function isTooLarge(error: unknown): boolean {
  if (!(error instanceof StatusError)) return false;
  return error.message === requestTooLarge || error.message.includes(messageTooLarge);
}

/** Throws StatusError 500. */
export function checkObjectSize({ resource, namespace, name }: ObjectKey, text: string): void {
  if (text.length * bytesPerUnitMax <= requestBytesMax) return;
  const path = `/registry/${resource}/${namespace}/${name}`;
  const bytes = encoder.encode(text).length + path.length;
  if (bytes <= requestBytesMax) return;
  if (bytes <= messageBytesMax) throw unknownError(requestTooLarge);
  throw unknownError(
    `rpc error: code = ResourceExhausted desc = ${messageTooLarge} (${bytes} vs. ${messageBytesMax})`,
  );
}
