/** Evictions and disruption budgets, after eviction_test.go of pkg/registry/core/pod/storage. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster;
let namespace = "";
let count = 0;
const call = apiCaller(() => cluster);
const pods = () => `/api/v1/namespaces/${namespace}/pods`;
const budgets = () => `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`;

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  namespace = `evictions-${++count}`;
  const made = { metadata: { name: namespace } };
  await call("POST", "/api/v1/namespaces", made);
  await call("POST", `/api/v1/namespaces/${namespace}/serviceaccounts`, {
    metadata: { name: "default" },
  });
});

/** A Pod on a node that there is not: nobody changes its status but the test, and a finalizer keeps it to be looked at. */
async function podOf(name: string, status: object): Promise<void> {
  const { status: code } = await call("POST", pods(), {
    metadata: { name, labels: { app: "web" }, finalizers: ["example.com/kept"] },
    spec: { containers: [{ name: "c", image: "i" }] },
  });
  expect(code).toBe(201);
  const written = await call(
    "PATCH",
    `${pods()}/${name}/status`,
    { status },
    {
      "content-type": "application/merge-patch+json",
    },
  );
  expect(written.status).toBe(200);
}

const running = (ready: string) => ({
  phase: "Running",
  conditions: [{ type: "Ready", status: ready }],
});

async function budgetOf(spec: object, status: object): Promise<void> {
  const body = {
    metadata: { name: "b" },
    spec: { selector: { matchLabels: { app: "web" } }, minAvailable: 1, ...spec },
  };
  expect((await call("POST", budgets(), body)).status).toBe(201);
  // In one step, before the controller has counted: what is told must be what the test says.
  const { body: made } = await call("GET", `${budgets()}/b`);
  const written = await call("PUT", `${budgets()}/b/status`, {
    ...made,
    metadata: { ...made.metadata, resourceVersion: undefined },
    status: { observedGeneration: made.metadata["generation" as "name"], ...status },
  });
  expect(written.status).toBe(200);
}

const evict = (name: string, more: object = {}, query = "") =>
  call("POST", `${pods()}/${name}/eviction${query}`, {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name },
    ...more,
  });

test("a Pod that no budget covers goes, and says why", async () => {
  await podOf("p", running("True"));
  const { status, body } = await evict("p");
  expect([status, body["status"]]).toEqual([201, "Success"]);
  const { body: gone } = await call("GET", `${pods()}/p`);
  expect(gone.metadata["deletionTimestamp" as "name"]).toBeTruthy();
  expect(gone["status"].conditions).toContainEqual(
    expect.objectContaining({
      type: "DisruptionTarget",
      status: "True",
      reason: "EvictionByEvictionAPI",
      message: "Eviction API: evicting",
    }),
  );
});

test("a dry run changes nothing", async () => {
  await podOf("p", running("True"));
  expect((await evict("p", { deleteOptions: { dryRun: ["All"] } })).status).toBe(201);
  const { body } = await call("GET", `${pods()}/p`);
  expect(body.metadata["deletionTimestamp" as "name"]).toBeUndefined();
  expect(JSON.stringify(body["status"])).not.toContain("DisruptionTarget");
});

test("an eviction names the Pod that it is posted to", async () => {
  await podOf("p", running("True"));
  const { status, body } = await evict("p", { metadata: { name: "other" } });
  expect(status).toBe(400);
  expect(body.message).toBe("name in URL does not match name in Eviction object");
});

test.each([
  [{ uid: "none" }, "the UID in the precondition (none) does not match the UID in record ("],
  [{ resourceVersion: "1" }, "the ResourceVersion in the precondition (1) does not match"],
])("an eviction of a Pod with %j leaves another one as it is", async (preconditions, message) => {
  await podOf("p", running("True"));
  const { status, body } = await evict("p", { deleteOptions: { preconditions } });
  expect(status).toBe(409);
  expect(body.message).toContain(`Operation cannot be fulfilled on Pod "p": ${message}`);
  const { body: pod } = await call("GET", `${pods()}/p`);
  expect(JSON.stringify(pod["status"])).not.toContain("DisruptionTarget");
});

test("an eviction does not go on where nothing can be read", async () => {
  await podOf("p", running("True"));
  const deleteOptions = { ignoreStoreReadErrorWithClusterBreakingPotential: true };
  const { status, body } = await evict("p", { deleteOptions });
  expect(status).toBe(422);
  expect(body.message).toBe(
    'Eviction.policy "p" is invalid: deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential: Invalid value: true: can not be set for pod eviction, try after removing the option',
  );
});

test("two budgets are one too many", async () => {
  await podOf("p", running("True"));
  await budgetOf({}, { disruptionsAllowed: 1 });
  const second = { metadata: { name: "c" }, spec: { selector: {}, minAvailable: 0 } };
  await call("POST", budgets(), second);
  const { status, body } = await evict("p");
  expect(status).toBe(500);
  expect(body.message).toContain(
    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
  );
});

test("a budget is asked, and says what it needs", async () => {
  await podOf("p", running("True"));
  await podOf("q", running("True"));
  await budgetOf({}, {});
  await eventually(async () => {
    const { body } = await call("GET", `${budgets()}/b`);
    expect(body["status"]).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2 });
  });
  expect((await evict("p", { deleteOptions: { dryRun: ["All"] } })).status).toBe(201);
  const answers = await Promise.all([evict("p"), evict("q")]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 429]));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({
    reason: "TooManyRequests",
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: {
      causes: [
        {
          reason: "DisruptionBudget",
          message: expect.stringMatching(
            /^The disruption budget b needs 1 healthy pods and has [12] currently$/,
          ),
        },
      ],
    },
  });
});

test("a budget may let Pods go that are not ready", async () => {
  await podOf("p", running("False"));
  await budgetOf({ unhealthyPodEvictionPolicy: "AlwaysAllow", minAvailable: 3 }, {});
  expect((await evict("p")).status).toBe(201);
  await podOf("q", running("True"));
  await eventually(async () => expect((await evict("q")).status).toBe(429));
});
