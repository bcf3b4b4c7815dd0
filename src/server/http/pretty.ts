/**
 * JSON for people: indented where the Accept header or the query asks for it, or where a browser or a command-line tool reads it.
 * Source: apiserver, pkg/endpoints/handlers/negotiation/negotiate.go (NegotiateOutputMediaType, isPrettyPrint).
 */
import { firstAcceptable } from "./accept-clauses.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import { isBodyStream, type ApiRequest, type ApiResponse } from "../message.ts";
import type { Slices } from "../slices.ts";
import { JsonIndenter } from "./indent-json.ts";

const readers = ["curl", "Wget", "Mozilla/5.0"];
/** What Go's strconv.ParseBool takes for true; what it takes for nothing is false. */
const truths = new Set(["1", "t", "T", "true", "TRUE", "True"]);
/** Documents that no negotiation chooses the form of. */
const asTheyAre = /^\/(?:openapi|openid|\.well-known|kubarium)\//;

export function isPrettyWanted({ query, search, headers }: ApiRequest): boolean {
  if (search === undefined || search.includes("pretty")) {
    const asked = query.get("pretty");
    if (asked) return truths.has(asked);
  }
  const agent = headers["user-agent"];
  return agent !== undefined && readers.some((reader) => agent.startsWith(reader));
}

/** The clause that was chosen has `pretty=1`, which no query takes back. Errors come in their own form, whatever another was asked for. */
function isPrettyAccepted({ headers }: ApiRequest, { status }: ApiResponse): boolean {
  const accept = headers["accept"];
  if (!accept?.includes("pretty")) return false;
  const chosen = firstAcceptable(accept, (_form, transform, parameters) =>
    status >= 400 && transform ? undefined : { pretty: parameters.get("pretty") === "1" },
  );
  return chosen?.pretty ?? false;
}

/** The answer as it is, or its JSON indented by two spaces: that of long lists in slices. */
export function prettyAnswer(
  request: ApiRequest,
  response: ApiResponse,
  slices: Slices,
): Soon<ApiResponse> {
  const { body, headers } = response;
  if (body === undefined || isBodyStream(body)) return response;
  const isWanted = isPrettyWanted(request) || isPrettyAccepted(request, response);
  if (!isWanted || asTheyAre.test(request.path)) return response;
  const [mediaType] = String(headers["content-type"]).split(";");
  if (mediaType !== "application/json") return response;
  const json = typeof body === "string" ? encoder.encode(body) : body;
  const indenter = new JsonIndenter(json);
  const steps = Array.from({ length: Math.ceil(json.length / stepBytes) }, () => stepBytes);
  const indented = slices.each(steps, (bytes) => {
    indenter.step(bytes);
    return bytes;
  });
  return whenReady(indented, () => ({ ...response, body: indenter.finish() }));
}

const stepBytes = 32 * 1024;
const encoder = new TextEncoder();
