/** Admission of connections: exec, attach, port forwarding and the proxies, whose options are the object (apiserver, endpoints/handlers/rest.go). */
import type { KubeObject } from "../../api/object.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ApiRequest, UserInfo } from "../message.ts";
import { managerOf, writeContextOf } from "../http/write-options.ts";
import { isTrue } from "../request-info.ts";

const flags = new Set(["stdin", "stdout", "stderr", "tty"]);

/** Rejects with StatusError where a plugin refuses. Logs are read, not connected to. */
export async function admitConnect(
  core: ServerCore,
  {
    target,
    request,
    user,
  }: { readonly target: Target; readonly request: ApiRequest; readonly user: UserInfo },
): Promise<void> {
  const { definition, subresource } = target;
  if (subresource === "log") return;
  const kind = definition.subresources.find(({ name }) => name === subresource)?.kind ?? "";
  const { headers, auditAnnotations } = request;
  const audited = auditAnnotations ? { auditAnnotations } : {};
  await core.admission.validate({
    operation: "CONNECT",
    target,
    // A proxied request's query is for whom it is passed on to: a dryRun in it is none of ours.
    context: writeContextOf(audited, user, {
      fieldManager: managerOf(headers["user-agent"] ?? ""),
      dryRun: false,
    }),
    object: { apiVersion: "v1", kind, ...optionsOf(request.query) } as unknown as KubeObject,
    previous: undefined,
  });
}

/** The query as PodExecOptions and their like. */
function optionsOf(query: URLSearchParams): Record<string, unknown> {
  const options: Record<string, unknown> = { metadata: {} };
  for (const name of query.keys()) {
    const values = query.getAll(name);
    if (flags.has(name)) options[name] = isTrue(values[0] ?? "");
    else if (name === "command") options[name] = values;
    else if (name === "ports")
      options[name] = values.flatMap((text) => text.split(",").map(Number));
    else options[name] = values[0];
  }
  return options;
}
