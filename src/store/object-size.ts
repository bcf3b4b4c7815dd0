/**
 * How large one object may be: as large as etcd takes it (--max-request-bytes), in etcd's words, which reach clients without a reason.
 * Measured on the JSON that is kept; Kubernetes measures built-in kinds on their protobuf, which is a little smaller.
 */
import { unknownError } from "../api/status.ts";
import type { ObjectKey } from "./store.ts";

/** 1.5 MiB. */
const requestBytesMax = 1_572_864;
/** What etcd's client refuses to send in the first place (gRPC's default of 2 MiB). */
const messageBytesMax = 2_097_152;
/** Bytes of UTF-8 that one unit of a text takes at most. */
const bytesPerUnitMax = 3;

const encoder = new TextEncoder();

/** Throws StatusError 500. */
export function checkObjectSize({ resource, namespace, name }: ObjectKey, text: string): void {
  if (text.length * bytesPerUnitMax <= requestBytesMax) return;
  const path = `/registry/${resource}/${namespace}/${name}`;
  const bytes = encoder.encode(text).length + path.length;
  if (bytes <= requestBytesMax) return;
  if (bytes <= messageBytesMax) throw unknownError("etcdserver: request is too large");
  throw unknownError(
    `rpc error: code = ResourceExhausted desc = trying to send message larger than max (${bytes} vs. ${messageBytesMax})`,
  );
}
