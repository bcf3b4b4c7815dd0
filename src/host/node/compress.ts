/**
 * Long answers, made short for clients that read gzip. Node's thread pool does the work, so that others' requests do not wait for it.
 * Source: apiserver, pkg/endpoints/handlers/responsewriters/writers.go.
 */
import { isBodyStream, type ApiResponse } from "../../server/message.ts";

/** Shorter answers are not worth it. */
const bytesMin = 128 * 1024;
/** Fast rather than small: the way is short. */
const level = 1;

/** The answer as it is, or a promise of it compressed. Streams are never touched: a watcher waits for every line. */
export function compressed(
  acceptEncoding: string | readonly string[] | undefined,
  answer: ApiResponse,
): ApiResponse | Promise<ApiResponse> {
  const { body, headers } = answer;
  if (body === undefined || isBodyStream(body) || body.length <= bytesMin) return answer;
  if (answer.status !== 200 || headers["content-encoding"] !== undefined) return answer;
  const accepted = [acceptEncoding ?? []].flat().join(",").split(",");
  if (!accepted.some((coding) => coding.trim() === "gzip")) return answer;
  const vary = [headers["vary"] ?? [], "Accept-Encoding"].flat().join(", ");
  return gzipped(body).then((bytes) => {
    if (!bytes) return answer;
    const named = { ...headers, "content-encoding": "gzip", vary };
    return { ...answer, headers: named, body: bytes };
  });
}

/** Undefined where it does not work out: the answer goes as it is. */
async function gzipped(body: string | Uint8Array): Promise<Uint8Array | undefined> {
  const { gzip } = await import("node:zlib");
  return new Promise((resolve) => {
    gzip(body, { level }, (error, bytes) => resolve(error ? undefined : bytes));
  });
}
