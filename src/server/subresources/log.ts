/** pods/log: which container, which lines, asked of the kubelet (pkg/registry/core/pod/strategy, LogLocation). */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { badRequest, internalError, invalid } from "../../api/status.ts";
import { canonicalTime } from "../../api/decode/go-time.ts";
import {
  type FieldErrors,
  forbiddenField,
  invalidValue,
} from "../../api/validation/field-errors.ts";
import type { ServerCore, Target } from "../core.ts";
import { isTrue } from "../request-info.ts";
import { containerOf } from "./container.ts";
import { numberParameter } from "../http/query.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { NodeConnector, PodLogOptions } from "../node-connector.ts";
import { getObject } from "../operations/read.ts";

export async function podLog(
  core: ServerCore,
  args: { target: Target; request: ApiRequest; nodes: NodeConnector | undefined },
): Promise<ApiResponse> {
  const { target, request, nodes } = args;
  const pod = getObject(core, target).object as unknown as Stored<Pod>;
  const { query } = request;
  const parsed = optionsOf(query);
  validate(pod, query, parsed);
  const options = { ...parsed, container: containerOf(pod, query.get("container") ?? "") };
  if (!pod.spec?.nodeName) return { status: 200, headers: plainText, body: "" };
  if (!nodes) throw internalError("no node of this cluster can be asked for logs");
  return {
    status: 200,
    headers: plainText,
    body: await nodes.podLogs(pod, options, request.signal),
  };
}

const plainText = { "content-type": "text/plain", "cache-control": "no-cache, private" };

/** Throws 400 for what is no number or time. */
function optionsOf(query: URLSearchParams): Omit<PodLogOptions, "container"> {
  const sinceSeconds = numberParameter(query, "sinceSeconds");
  const sinceTime = query.get("sinceTime");
  const tailLines = numberParameter(query, "tailLines");
  const limitBytes = numberParameter(query, "limitBytes");
  if (sinceTime) checkTime(sinceTime);
  return {
    follow: isTrue(query.get("follow")),
    previous: isTrue(query.get("previous")),
    timestamps: isTrue(query.get("timestamps")),
    ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    ...(sinceTime ? { sinceTime } : {}),
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
}

function checkTime(text: string): void {
  try {
    canonicalTime(text, 0);
  } catch (error) {
    throw badRequest((error as Error).message);
  }
}

/** Throws 422. Source: ValidatePodLogOptions; the choice of a stream is behind a gate that is off (PodLogsQuerySplitStreams). */
function validate(
  pod: Stored<Pod>,
  query: URLSearchParams,
  options: Omit<PodLogOptions, "container">,
): void {
  const { tailLines, limitBytes, sinceSeconds, sinceTime } = options;
  const errors: FieldErrors = [];
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalidValue("tailLines", tailLines, "must be greater than or equal to 0"));
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalidValue("limitBytes", limitBytes, "must be greater than 0"));
  }
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    const detail = "at most one of `sinceTime` or `sinceSeconds` may be specified";
    errors.push(forbiddenField("", detail));
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalidValue("sinceSeconds", sinceSeconds, "must be greater than 0"));
  }
  if (query.get("stream") !== null) errors.push(forbiddenField("stream", "may not be specified"));
  if (errors.length > 0) {
    throw invalid({ group: "", kind: "PodLogOptions" }, pod.metadata.name, errors);
  }
}
