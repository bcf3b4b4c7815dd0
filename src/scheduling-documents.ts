/** What the scheduler knows, served by the API: why a Pod is where it is, and what would happen if. */
import type { JsonObject } from "./api/json.ts";
import { PODS } from "./api/kinds.ts";
import type { KubeObject } from "./api/object.ts";
import { badRequest, internalError, StatusError, type ApiStatus } from "./api/status.ts";
import type { Host } from "./host/host.ts";
import type { Client } from "./loop/client.ts";
import type {
  PodExplanationDocument,
  WhatIfDocument,
} from "./scheduler/explain/explanation-document.ts";
import type { Explainer, ExplainOptions } from "./scheduler/explain/explainer.ts";
import type { EngineDocument, NeededAccess } from "./server/http/engine-documents.ts";
import { isBodyStream, type ApiRequest, type ApiResponse } from "./server/message.ts";
import type { UserInfo } from "./server/message.ts";
import { exactJson, parseExact } from "./api/wide-integers.ts";

export interface SchedulingDocumentParts {
  readonly host: Host;
  /** One that may do everything: rights are checked before it is used. */
  readonly client: Client;
  readonly explainer: Explainer;
  handle(request: ApiRequest): Promise<ApiResponse>;
}

const embedder: UserInfo = { name: "system:kubarium", groups: ["system:masters"] };
const nodesMax = 20_000;
const decisionsDefault = 100;

/** The same questions for an embedder, without HTTP. */
export class Scheduling {
  readonly #parts: SchedulingDocumentParts;

  constructor(parts: SchedulingDocumentParts) {
    this.#parts = parts;
  }

  /** Rejects with StatusError 404 when there is no such Pod, or its decision is asked for and not remembered. */
  async explain(
    pod: { readonly namespace: string; readonly name: string },
    options: ExplainOptions = {},
  ): Promise<PodExplanationDocument> {
    return this.#parts.explainer.explain(await this.#parts.client.get(PODS, pod), options);
  }

  /**
   * `question` as docs/scheduling.md describes it. Asked in the name of `user`, who must be allowed to create what it speaks
   * of; an embedder is everyone's master. Rejects with StatusError 400, 403 or 422.
   */
  async whatIf(question: JsonObject, user: UserInfo = embedder): Promise<WhatIfDocument> {
    const { answerWhatIf } = await import("./scheduler/what-if/what-if.ts");
    const { host, explainer } = this.#parts;
    return answerWhatIf(question, {
      host,
      explainer,
      dryRun: (object) => this.#dryRun(object, user),
    });
  }

  documents(): readonly EngineDocument[] {
    return [
      {
        path: "/kubarium/v1/namespaces/{namespace}/pods/{name}/explanation",
        method: "GET",
        needs: ({ namespace = "", name = "" }) => [
          access("get", "pods", { namespace, name }),
          access("list", "nodes"),
        ],
        answer: ({ parameters: { namespace = "", name = "" }, query }) =>
          this.explain({ namespace, name }, explainOptions(query)),
      },
      {
        path: "/kubarium/v1/decisions",
        method: "GET",
        needs: () => [access("list", "pods"), access("list", "nodes")],
        answer: async ({ query }) =>
          this.#parts.explainer.decisions(explainOptions(query).limit ?? decisionsDefault),
      },
      {
        path: "/kubarium/v1/what-if",
        method: "POST",
        needs: () => [access("list", "pods"), access("list", "nodes")],
        answer: ({ body, user }) => this.whatIf(body, user),
      },
    ];
  }

  /** Through the API's own door, so that nothing is asked about that the API would not take. */
  async #dryRun<T extends KubeObject>(object: T, user: UserInfo): Promise<T> {
    const { namespace = "" } = object.metadata;
    const path = object.kind === "Node" ? "nodes" : `namespaces/${namespace}/pods`;
    const response = await this.#parts.handle({
      method: "POST",
      path: `/api/v1/${path}`,
      query: new URLSearchParams({ dryRun: "All", fieldValidation: "Strict" }),
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(exactJson(object)),
      peer: { trusted: user },
      signal: new AbortController().signal,
    });
    const answer = bodyOf(response);
    if (response.status >= 300) throw new StatusError(answer as ApiStatus);
    return answer as T;
  }
}

function bodyOf({ body }: ApiResponse): unknown {
  if (body === undefined || isBodyStream(body)) throw internalError("a dry run without an answer");
  return parseExact(typeof body === "string" ? body : new TextDecoder().decode(body));
}

function access(
  verb: string,
  resource: string,
  of: { readonly namespace: string; readonly name: string } = { namespace: "", name: "" },
): NeededAccess {
  return { verb, group: "", version: "v1", resource, ...of };
}

function explainOptions(query: URLSearchParams): ExplainOptions {
  const basis = query.get("basis");
  if (basis !== null && basis !== "decision" && basis !== "now") {
    throw badRequest(`basis must be "decision" or "now", not ${JSON.stringify(basis)}`);
  }
  const text = query.get("limit");
  if (text !== null && (!/^\d{1,5}$/.test(text) || Number(text) > nodesMax)) {
    throw badRequest(`limit must be a whole number from 0 to ${nodesMax}`);
  }
  return {
    ...(basis === null ? {} : { basis }),
    ...(text === null ? {} : { limit: Number(text) }),
  };
}
