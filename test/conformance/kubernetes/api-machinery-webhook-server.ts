/**
 * The webhook server of the conformance texts of sig-api-machinery on admission webhooks: an HTTPS server behind a Service, which answers
 * as the webhook image of test/e2e/apimachinery/webhook.go does; and what those texts register and create.
 */
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { ConformanceCluster, define, definitionOf, type Body } from "../../fixtures/conformance.ts";
import {
  startExtensionServer,
  type ExtensionRequest,
  type ExtensionServer,
} from "../../fixtures/extension-server.ts";

export const registration = "/apis/admissionregistration.k8s.io/v1";
export const kinds = ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"] as const;
export type Kind = (typeof kinds)[number];
/** Longer than the shortest timeout that there is, and no longer than need be. */
const slowMs = 1300;

const allow = { allowed: true };
const deny = (message: string) => ({ allowed: false, status: { message } });
const patches = (...patch: readonly object[]) => ({
  allowed: true,
  patchType: "JSONPatch",
  patch: btoa(JSON.stringify(patch)),
});
const add = (path: string, value: unknown) => ({ op: "add", path, value });

/** By path, what the webhook says of a request. */
const answers: Readonly<Record<string, (request: Body) => object | Promise<object>>> = {
  "/slow": async () => {
    await delay(slowMs);
    return allow;
  },
  "/always-deny": () => deny("this webhook denies all requests"),
  "/pods": ({ object }) =>
    object.metadata.labels?.["webhook-e2e-test"] === "webhook-disallow"
      ? deny("the pod contains unwanted label")
      : allow,
  "/configmaps": ({ object, oldObject }) =>
    (object ?? oldObject).data?.["webhook-e2e-test"] === "webhook-disallow"
      ? deny("the configmap contains unwanted key and value")
      : allow,
  "/pods/attach": ({ name }) =>
    name === "to-be-attached-pod"
      ? deny("attaching to pod 'to-be-attached-pod' is not allowed")
      : allow,
  "/custom-resource": ({ object, oldObject }) =>
    (object ?? oldObject).data?.["webhook-e2e-test"] === "webhook-disallow"
      ? deny("the custom resource contains unwanted data")
      : allow,
  "/mutating-configmaps": ({ object }) => {
    const data = object.data ?? {};
    if (data["mutation-start"] === "yes" && data["mutation-stage-1"] === undefined)
      return patches(add("/data/mutation-stage-1", "yes"));
    return allow;
  },
  "/mutating-configmaps-2": ({ object }) => {
    const data = object.data ?? {};
    return data["mutation-stage-1"] === "yes"
      ? patches(add("/data/mutation-stage-2", "yes"))
      : allow;
  },
  "/mutating-pods": () =>
    patches(
      add("/spec/initContainers", [
        { image: "webhook-added-image", name: "webhook-added-init-container", resources: {} },
      ]),
    ),
  "/mutating-custom-resource": ({ object }) => {
    const data = object.data ?? {};
    if (data["mutation-start"] !== "yes") return allow;
    return patches(add("/data/mutation-stage-1", "yes"));
  },
  "/mutating-custom-resource-2": ({ object }) =>
    object.data?.["mutation-stage-1"] === "yes"
      ? patches(add("/data/mutation-stage-2", "yes"))
      : allow,
  "/add-label": () => patches(add("/metadata/labels/added-label", "yes")),
};

async function answer({ path, body }: ExtensionRequest): Promise<object> {
  const { apiVersion, kind, request } = JSON.parse(body);
  const response = await Promise.resolve(answers[path]?.(request) ?? allow);
  return { apiVersion, kind, response: { uid: request.uid, ...response } };
}

export const configMapRule = {
  apiGroups: [""],
  apiVersions: ["v1"],
  operations: ["CREATE"],
  resources: ["configmaps"],
};

export const disallowed = { "webhook-e2e-test": "webhook-disallow" };
export const denied = (name: string, why: string) =>
  `admission webhook "${name}" denied the request: ${why}`;
export const unwanted = denied(
  "configmaps.k8s.io",
  "the configmap contains unwanted key and value",
);

export const crdRule = (group: string, operations: readonly string[]) => ({
  rules: [{ apiGroups: [group], apiVersions: ["*"], operations, resources: ["*"] }],
});

/** A cluster and the webhook server for the tests of a file; before each of them no webhook is registered, and its namespace is new. */
export function webhookWorld() {
  let cluster: ConformanceCluster;
  let server: ExtensionServer;
  let serviceNamespace = "";
  let namespace = "";
  let groups = 0;

  beforeAll(async () => {
    cluster = await ConformanceCluster.start({ real: true, nodes: 1 });
    serviceNamespace = await cluster.namespace("webhook-server");
    server = await startExtensionServer(answer, {
      dnsName: `e2e-test-webhook.${serviceNamespace}.svc`,
    });
    await cluster.ok("POST", `/api/v1/namespaces/${serviceNamespace}/services`, {
      metadata: { name: "e2e-test-webhook" },
      spec: { type: "ExternalName", externalName: "localhost" },
    });
  });
  afterAll(async () => {
    await server.close();
    await cluster.stop();
  });
  beforeEach(async () => {
    for (const kind of kinds) await cluster.ok("DELETE", `${registration}/${kind}`);
    namespace = await cluster.namespace("webhook");
  });

  /** A webhook for what is in this test's namespace. */
  const webhook = (path: string, more: object = {}): Body => ({
    name: `${path.slice(1).replaceAll("/", "-")}.k8s.io`,
    rules: [configMapRule],
    clientConfig: {
      service: { namespace: serviceNamespace, name: "e2e-test-webhook", path, port: server.port },
      caBundle: server.caBundle,
    },
    sideEffects: "None",
    admissionReviewVersions: ["v1", "v1beta1"],
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    ...more,
  });

  const register = (kind: Kind, name: string, ...webhooks: readonly Body[]) =>
    cluster.ok("POST", `${registration}/${kind}`, {
      metadata: { name, labels: { "e2e-list-test-uuid": namespace } },
      webhooks,
    });
  const path = (resource = "configmaps", name = "") =>
    `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`;
  const create = (name: string, data: object = {}) =>
    cluster.ok("POST", path(), { metadata: { name }, data });
  const custom = async (schema?: object): Promise<{ group: string; path: string; body: Body }> => {
    const group = `webhook-${++groups}.example.com`;
    await define(
      cluster,
      definitionOf({ group, scope: "Namespaced", ...(schema ? { schema } : {}) }),
    );
    const body = { apiVersion: `${group}/v1`, kind: "Test", metadata: { name: "cr-instance-1" } };
    return { group, path: `/apis/${group}/v1/namespaces/${namespace}/tests`, body };
  };

  return {
    get cluster() {
      return cluster;
    },
    /** The current test's. */
    get namespace() {
      return namespace;
    },
    webhook,
    register,
    path,
    create,
    custom,
  };
}
