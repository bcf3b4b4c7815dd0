/** Which fields each kind can be selected by, and the words for those it cannot (pkg/apis, conversion.go; pkg/registry, strategies). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const list = (path: string, selector: string) =>
  api.call("GET", `${path}?fieldSelector=${encodeURIComponent(selector)}`);

describe("a kind can be selected by", () => {
  test.each([
    [
      "/api/v1/pods",
      "metadata.name metadata.namespace spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork status.phase status.podIP status.podIPs status.nominatedNodeName spec.host",
    ],
    [
      "/api/v1/events",
      "metadata.name metadata.namespace involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid involvedObject.apiVersion involvedObject.resourceVersion involvedObject.fieldPath reason reportingComponent source type",
    ],
    [
      "/apis/events.k8s.io/v1/events",
      "metadata.name metadata.namespace regarding.kind regarding.namespace regarding.name regarding.uid regarding.apiVersion regarding.resourceVersion regarding.fieldPath reason reportingController type",
    ],
    ["/api/v1/nodes", "metadata.name spec.unschedulable"],
    ["/api/v1/namespaces", "metadata.name status.phase"],
    ["/api/v1/secrets", "metadata.name metadata.namespace type"],
    ["/api/v1/services", "metadata.name metadata.namespace spec.clusterIP spec.type"],
    ["/api/v1/replicationcontrollers", "metadata.name metadata.namespace status.replicas"],
    ["/apis/apps/v1/replicasets", "metadata.name metadata.namespace status.replicas"],
    ["/apis/batch/v1/jobs", "metadata.name metadata.namespace status.successful"],
    ["/apis/certificates.k8s.io/v1/certificatesigningrequests", "metadata.name spec.signerName"],
    ["/apis/resource.k8s.io/v1/resourceslices", "metadata.name spec.nodeName spec.driver"],
    ["/api/v1/configmaps", "metadata.name metadata.namespace"],
    ["/apis/apps/v1/deployments", "metadata.name metadata.namespace"],
  ])("%s: %s", async (path, fields) => {
    for (const field of fields.split(" ")) {
      const { status, body } = await list(path, `${field}=nothing`);
      expect([field, status, body.items?.length]).toEqual([field, 200, 0]);
    }
  });
});

describe("a kind cannot be selected by", () => {
  const own = (label: string) => `field label not supported: ${label}`;
  const none = (label: string) =>
    `"${label}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
  test.each([
    ["/api/v1/pods", "spec.hostname", own],
    ["/api/v1/namespaces", "name", own],
    ["/api/v1/namespaces", "metadata.namespace", own],
    ["/api/v1/nodes", "metadata.namespace", own],
    ["/api/v1/secrets", "data", own],
    ["/api/v1/services", "spec.ports", own],
    ["/api/v1/replicationcontrollers", "spec.replicas", own],
    ["/api/v1/configmaps", "data", none],
    ["/apis/apps/v1/deployments", "spec.replicas", none],
    [
      "/apis/batch/v1/jobs",
      "status.failed",
      (label: string) => `field label "${label}" not supported for batchv1.Job`,
    ],
    ["/apis/batch/v1/cronjobs", "status.failed", none],
    ["/apis/certificates.k8s.io/v1/certificatesigningrequests", "metadata.namespace", own],
    [
      "/apis/resource.k8s.io/v1/resourceslices",
      "spec.pool",
      (label: string) =>
        `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${label}`,
    ],
  ])("%s: %s", async (path, label, words) => {
    for (const watch of ["", "&watch=true"]) {
      const { status, body } = await api.call("GET", `${path}?fieldSelector=${label}=x${watch}`);
      expect([status, body.reason, body.message]).toEqual([400, "BadRequest", words(label)]);
    }
  });
});
