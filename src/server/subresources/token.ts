/** serviceaccounts/token: issues a bound token (pkg/registry/core/serviceaccount/storage/token). */
import type {
  AuthenticationV1TokenRequest as TokenRequest,
  Pod,
} from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { badRequest, conflict, invalid, notFound, type FieldError } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import { invalidValue } from "../../api/validation/field-errors.ts";
import {
  issuer,
  type ServiceAccountTokens,
  type TokenSubject,
  type TokenTimes,
} from "../auth/service-account-tokens.ts";
import { mutateVirtual, validateVirtual } from "../admission/virtual.ts";
import type { ServerCore, Target, WriteContext } from "../core.ts";
import { getObject } from "../operations/read.ts";
import type { Int64 } from "../../api/json.ts";

const defaultSeconds = 3600;
const secondsMin = 600;
/** 2^32 seconds, the most that a TokenRequest may ask for. */
const secondsMax = 4_294_967_296;
/** What the kubelet asks for; it gets more, so that a client that never reads its token again does not fail at once. */
const kubeletSeconds = 3607;
const extendedSeconds = 365 * 24 * 60 * 60;

export async function requestToken(
  core: ServerCore,
  args: {
    target: Target;
    context: WriteContext;
    request: KubeObject;
    tokens: ServiceAccountTokens;
    audience: string;
  },
): Promise<KubeObject> {
  const { target, context, tokens, audience } = args;
  const object = await mutateVirtual(core, { target, context, object: args.request });
  const request = object as TokenRequest;
  const nowMs = core.host.clock.nowMs();
  checkMetadata(request, target);
  const { metadata } = getObject(core, { ...target, subresource: "" }).object;
  const wanted = request.spec?.expirationSeconds ?? defaultSeconds;
  checkSeconds(wanted);
  const seconds = Number(wanted);
  const asked = request.spec?.audiences ?? [];
  const audiences = asked.length > 0 ? asked : [audience];
  await validateVirtual(core, {
    target,
    context,
    object: completed(request, { target, audiences, seconds, nowMs }),
  });
  const { bound, ref } = boundObject(core, target, request);
  const subject: TokenSubject = {
    namespace: target.namespace,
    name: target.name,
    uid: metadata.uid,
    bound,
  };
  const token = await tokens.issue(subject, audiences, timesOf(seconds, audiences));
  return {
    ...completed(request, { target, audiences, seconds, nowMs }),
    spec: {
      audiences,
      expirationSeconds: seconds,
      boundObjectRef: ref ?? null,
    },
    status: { token, expirationTimestamp: rfc3339(nowMs + seconds * 1000) },
  } as unknown as KubeObject;
}

interface Completion {
  readonly target: Target;
  readonly audiences: readonly string[];
  readonly seconds: number;
  readonly nowMs: number;
}

/** The request with what it left out, as admission sees it. */
function completed(
  { spec }: TokenRequest,
  { target, audiences, seconds, nowMs }: Completion,
): KubeObject {
  return {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: {
      name: target.name,
      namespace: target.namespace,
      creationTimestamp: rfc3339(nowMs),
    },
    spec: {
      audiences,
      expirationSeconds: seconds,
      boundObjectRef: spec?.boundObjectRef ?? null,
    },
    status: { token: "", expirationTimestamp: null },
  } as unknown as KubeObject;
}

function timesOf(seconds: number, audiences: readonly string[]): TokenTimes {
  const forApi = audiences.every((name) => name === issuer);
  if (!forApi || seconds !== kubeletSeconds) return { lifetimeSeconds: seconds };
  return { lifetimeSeconds: extendedSeconds, warnAfterSeconds: seconds };
}

function checkMetadata({ metadata }: TokenRequest, { name, namespace }: Target): void {
  const errors: FieldError[] = [];
  if (metadata.name && metadata.name !== name) {
    const detail = "must match the service account name if specified";
    errors.push(invalidValue("metadata.name", metadata.name, detail));
  } else if (metadata.namespace && metadata.namespace !== namespace) {
    const detail = "must match the service account namespace if specified";
    errors.push(invalidValue("metadata.namespace", metadata.namespace, detail));
  }
  if (errors.length > 0) throw invalidRequest(name, errors);
}

function checkSeconds(seconds: Int64): void {
  if (seconds >= secondsMin && seconds <= secondsMax) return;
  const why =
    seconds < secondsMin
      ? "may not specify a duration less than 10 minutes"
      : "may not specify a duration larger than 2^32 seconds";
  throw invalidRequest("", [invalidValue("spec.expirationSeconds", seconds, why)]);
}

function invalidRequest(name: string, errors: readonly FieldError[]): Error {
  return invalid({ group: "authentication.k8s.io", kind: "TokenRequest" }, name, errors);
}

interface Binding {
  readonly bound: TokenSubject["bound"];
  /** The reference with its uid, to be answered with. */
  readonly ref?: object;
}

function boundObject(core: ServerCore, target: Target, request: TokenRequest): Binding {
  const asked = request.spec?.boundObjectRef;
  if (!asked) return { bound: {} };
  const { kind = "", name = "", uid = "", apiVersion = "" } = asked;
  const [first = "", version] = apiVersion.split("/");
  const group = version === undefined ? "" : first;
  if (group !== "" || (kind !== "Pod" && kind !== "Secret" && kind !== "Node")) {
    const type = `${group}/${version ?? first}, Kind=${kind}`;
    throw badRequest(`cannot bind token to object of type ${type}`);
  }
  const resource = `${kind.toLowerCase()}s`;
  const namespace = kind === "Node" ? "" : target.namespace;
  const entry = core.store.head({ resource, namespace, name });
  if (!entry) throw notFound({ group: "", resource }, name);
  const pod = kind === "Pod" ? (entry.object as Pod) : undefined;
  if (pod && (pod.spec?.serviceAccountName ?? "") !== target.name) {
    throw badRequest(
      `cannot bind token for serviceaccount "${target.name}" to pod running with different serviceaccount name.`,
    );
  }
  const found = entry.object.metadata.uid;
  if (uid !== "" && uid !== found) {
    throw conflict(
      { group: "", resource: kind },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  return {
    bound: { [kind.toLowerCase()]: { name, uid: found }, ...nodeOf(core, pod) },
    ref: { kind, ...(apiVersion ? { apiVersion } : {}), name, uid: found },
  };
}

function nodeOf(core: ServerCore, pod: Pod | undefined): TokenSubject["bound"] {
  const name = pod?.spec?.nodeName;
  if (!name) return {};
  const node = core.store.head({ resource: "nodes", namespace: "", name });
  return { node: { name, uid: node?.object.metadata.uid ?? "" } };
}
