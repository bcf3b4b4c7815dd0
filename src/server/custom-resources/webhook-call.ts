/** One call of a conversion webhook: where it is, what it answered, in the words of Go's REST client. */
import type { WebhookConversion } from "../../api/generated/types.ts";
import type { JsonObject, JsonValue } from "../../api/json.ts";
import { StatusError } from "../../api/status.ts";
import {
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
} from "../outbound/outbound.ts";
import { readBody, targetOfUrl, type ServiceOutbound } from "../outbound/services.ts";
import { exactJson, parseExact } from "../../api/wide-integers.ts";

export type WebhookCaller = Pick<ServiceOutbound, "request" | "requestService">;

/** Why a webhook brought nothing that can be used; the message reaches the user. */
export class ConversionFault extends Error {}

/** Conversion webhooks get this long (apiextensions-apiserver, webhook_converter.go). */
const timeoutMs = 30_000;
/** What a ConversionReview may be long: lists of many large objects. */
const answerBytesMax = 256 * 1024 * 1024;

/** Posts a review and reads the answer as JSON. Rejects with ConversionFault. */
export async function postToWebhook(
  caller: WebhookCaller,
  { clientConfig = {} }: WebhookConversion,
  review: JsonObject,
): Promise<JsonValue> {
  const { service, url, caBundle } = clientConfig;
  const tls = caBundle ? { caPem: atob(caBundle) } : {};
  const timeout = `timeout=${timeoutMs / 1000}s`;
  const request: OutboundRequest = {
    method: "POST",
    path: "/",
    headers: { "content-type": "application/json", accept: "application/json, */*" },
    body: new TextEncoder().encode(exactJson(review)),
    timeoutMs,
    signal: new AbortController().signal,
  };
  if (service) {
    const { name, namespace, path = "", port = 443 } = service;
    const address = `https://${name}.${namespace}.svc:${port}${path}?${timeout}`;
    return exchange(address, () =>
      caller.requestService(
        { name, namespace, port },
        { ...request, path: `${path || "/"}?${timeout}` },
        tls,
      ),
    );
  }
  const address = `${url ?? ""}?${timeout}`;
  return exchange(address, () => {
    const { target, path } = targetOfUrl(address, tls);
    return caller.request(target, { ...request, path });
  });
}

async function exchange(
  address: string,
  send: () => Promise<OutboundResponse>,
): Promise<JsonValue> {
  let status: number;
  let body: string;
  try {
    const response = await send();
    status = response.status;
    body = new TextDecoder().decode(await readBody(response, answerBytesMax));
  } catch (error) {
    if (error instanceof StatusError) throw new ConversionFault(error.message, { cause: error });
    if (!(error instanceof OutboundError || error instanceof TypeError)) throw error;
    throw new ConversionFault(`Post ${JSON.stringify(address)}: ${error.message}`, {
      cause: error,
    });
  }
  if (status === 404) throw new ConversionFault("the server could not find the requested resource");
  if (status < 200 || status > 299) {
    const why = `an error on the server (${JSON.stringify(body.trim().slice(0, 2048))}) has prevented the request from succeeding`;
    throw new ConversionFault(why);
  }
  try {
    return parseExact(body);
  } catch (error) {
    const why = `couldn't get version/kind; json parse error: ${(error as Error).message}`;
    throw new ConversionFault(why, { cause: error });
  }
}
