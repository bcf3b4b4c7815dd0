/** The root of OpenAPI v3 with the documents of aggregated API servers beside this server's own. */
import type { ApiResponse } from "../message.ts";

/** `own` is the answer to a GET of `/openapi/v3`; anything but a document is left as it is. */
export function joinOpenApiRoots(
  own: ApiResponse,
  others: ReadonlyMap<string, unknown>,
): ApiResponse {
  const { body } = own;
  if (own.status !== 200 || body === undefined) return own;
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return own;
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const document = JSON.parse(text) as { readonly paths: Readonly<Record<string, unknown>> };
  const { etag: _etag, "content-length": _length, ...headers } = own.headers;
  const paths = { ...document.paths, ...Object.fromEntries(others) };
  return { ...own, headers, body: JSON.stringify({ ...document, paths }) };
}
