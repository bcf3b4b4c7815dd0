/** What OpenID Connect discovery asks of an issuer of tokens: its configuration and its keys (pkg/routes/openidmetadata.go). */
import type { ApiRequest, ApiResponse } from "../message.ts";
import { issuer, type ServiceAccountTokens } from "./service-account-tokens.ts";

const keysPath = "/openid/v1/jwks";
const configurationPath = "/.well-known/openid-configuration";

/** Undefined for any other path. */
export async function issuerDocument(
  { path, method }: ApiRequest,
  tokens: ServiceAccountTokens,
): Promise<ApiResponse | undefined> {
  if (method !== "GET" && method !== "HEAD") return undefined;
  if (path === keysPath) return document("application/jwk-set+json", await tokens.keySet());
  if (path !== configurationPath) return undefined;
  return document("application/json", {
    issuer,
    jwks_uri: `${issuer}${keysPath}`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  });
}

function document(type: string, value: unknown): ApiResponse {
  return {
    status: 200,
    headers: { "content-type": type, "cache-control": "public, max-age=3600" },
    body: JSON.stringify(value),
  };
}
