/** serviceaccounts/token: issues a bound token (pkg/registry/core/serviceaccount/storage/token). */
import type { AuthenticationV1TokenRequest as TokenRequest } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { badRequest, conflict, invalid, notFound } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { ServiceAccountTokens, TokenSubject } from "../auth/service-account-tokens.ts";
import type { ServerCore, Target } from "../core.ts";
import { getObject } from "../operations/read.ts";

const defaultSeconds = 3600;
const secondsMin = 600;
/** 2^32 seconds, the most that a TokenRequest may ask for. */
const secondsMax = 4_294_967_296;

export async function requestToken(
  core: ServerCore,
  args: {
    target: Target;
    request: KubeObject;
    tokens: ServiceAccountTokens;
    audience: string;
  },
): Promise<KubeObject> {
  const { target, tokens, audience } = args;
  const request = args.request as TokenRequest;
  const { metadata } = getObject(core, target).object;
  const seconds = request.spec?.expirationSeconds ?? defaultSeconds;
  if (seconds < secondsMin || seconds > secondsMax) {
    const why =
      seconds < secondsMin
        ? "may not specify a duration less than 10 minutes"
        : "may not specify a duration larger than 2^32 seconds";
    throw invalid({ group: "authentication.k8s.io", kind: "TokenRequest" }, "", [
      {
        type: "FieldValueInvalid",
        field: "spec.expirationSeconds",
        message: `Invalid value: ${seconds}: ${why}`,
      },
    ]);
  }
  const asked = request.spec?.audiences ?? [];
  const audiences = asked.length > 0 ? asked : [audience];
  const boundTo = boundObject(core, target, request);
  const subject: TokenSubject = {
    namespace: target.namespace,
    name: target.name,
    uid: metadata.uid,
    ...(boundTo ? { boundTo } : {}),
  };
  const { token, expiresMs } = await tokens.issue(subject, audiences, seconds);
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: {
      name: target.name,
      namespace: target.namespace,
      creationTimestamp: rfc3339(core.host.clock.nowMs()),
    },
    spec: { ...request.spec, audiences, expirationSeconds: seconds },
    status: { token, expirationTimestamp: rfc3339(expiresMs) },
  } as KubeObject;
}

function boundObject(
  core: ServerCore,
  target: Target,
  request: TokenRequest,
): TokenSubject["boundTo"] | undefined {
  const ref = request.spec?.boundObjectRef;
  if (!ref) return undefined;
  const { kind = "", name = "", uid = "" } = ref;
  if (kind !== "Pod" && kind !== "Secret" && kind !== "Node") {
    throw badRequest(
      `cannot bind token for serviceaccount to object of type ${ref.apiVersion ?? ""}, Kind=${kind}`,
    );
  }
  const resource = `${kind.toLowerCase()}s`;
  const namespace = kind === "Node" ? "" : target.namespace;
  const entry = core.store.head({ resource, namespace, name });
  if (!entry) throw notFound({ group: "", resource }, name);
  const found = entry.object.metadata.uid;
  if (uid !== "" && uid !== found) {
    throw conflict(
      { group: "", resource },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  return { kind, name, uid: found };
}
