/** GET by path for components in the process: through the same door as a client's request, aggregated servers included. */
import { isJsonObject, type JsonObject, type JsonValue } from "../api/json.ts";
import { StatusError, unknownError, type ApiStatus } from "../api/status.ts";
import { parseExact } from "../api/wide-integers.ts";
import type { ApiReads } from "./api-reads.ts";
import type { Client } from "./client.ts";
import {
  isBodyStream,
  type ApiRequest,
  type ApiResponse,
  type BodyStream,
  type UserInfo,
} from "../server/message.ts";

export interface InProcessReadsOptions {
  handle(request: ApiRequest): Promise<ApiResponse>;
  readonly client: Pick<Client, "servedResources">;
  readonly user: UserInfo;
}

/** Answers that are no JSON object reject as well: with their text as the message, such as `404 page not found`. */
export function inProcessReads({ handle, client, user }: InProcessReadsOptions): ApiReads {
  return {
    servedResources: () => client.servedResources(),
    async get(path, query = {}) {
      const abort = new AbortController();
      try {
        const response = await handle({
          method: "GET",
          path,
          query: new URLSearchParams({ ...query }),
          headers: { accept: "application/json" },
          peer: { trusted: user },
          signal: abort.signal,
        });
        return answerOf(response.status, await textOf(response.body));
      } finally {
        abort.abort();
      }
    },
  };
}

function answerOf(code: number, text: string): JsonObject {
  const value = parsed(text);
  if (isJsonObject(value) && code < 300) return value;
  if (isJsonObject(value) && value["kind"] === "Status") {
    throw new StatusError(value as unknown as ApiStatus);
  }
  const { status } = unknownError(text.trim());
  throw new StatusError({ ...status, code: code < 300 ? status.code : code });
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined; // The caller says of it that it is no answer.
  }
}

async function textOf(body: ApiResponse["body"]): Promise<string> {
  if (body === undefined) return "";
  if (isBodyStream(body)) return streamed(body);
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function streamed(body: BodyStream): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  return new Promise((resolve, reject) => {
    body.start({
      write(chunk) {
        text += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
        return 0;
      },
      end: () => resolve(text + decoder.decode()),
      abort: () => reject(unknownError("the answer was broken off")),
    });
  });
}
