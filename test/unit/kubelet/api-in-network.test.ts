/**
 * The API as a simulated Pod reaches it, by the steps of the task "Accessing the Kubernetes API from a Pod" (without using a proxy); exit
 * codes and words are curl's.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { type Cluster, createCluster, PODS } from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;
const pod = { namespace: "default", name: "client" };

beforeAll(async () => {
  host = createSimulatedHost({ seed: 11 });
  cluster = await createCluster({ host, nodes: 1 });
  await host.settle();
  await cluster.client.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: pod,
    spec: { containers: [{ name: "main", image: "curl", command: ["sleep", "1d"] }] },
  });
  await host.advance(5_000);
});
afterAll(() => cluster.stop());

async function run(script: string) {
  const command = ["sh", "-c", script];
  const { stdout, stderr, exitCode } = await cluster.exec(pod, { container: "main", command });
  const text = (bytes: Uint8Array | string): string =>
    typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  return { stdout: text(stdout), stderr: text(stderr), exitCode };
}

const account = "/var/run/secrets/kubernetes.io/serviceaccount";
const setup = `TOKEN=$(cat ${account}/token); API=https://kubernetes.default.svc`;

test("the Pod's token says who it is", async () => {
  const { stdout } = await run(
    `${setup}; curl -s --cacert ${account}/ca.crt --header "Authorization: Bearer $TOKEN" -X GET $API/api`,
  );
  expect(JSON.parse(stdout)).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
});

test("what its account may not do is refused by name", async () => {
  const { stdout } = await run(
    `${setup}; curl -sk -H "Authorization: Bearer $TOKEN" "$API/api/v1/namespaces/default/pods?limit=1"`,
  );
  expect(JSON.parse(stdout)).toMatchObject({
    reason: "Forbidden",
    message:
      'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"',
  });
});

test("without a token it is anonymous, and by the Service's address it is the same API", async () => {
  const { stdout } = await run(
    'curl -sk -o /dev/null -w "%{http_code}" https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/api',
  );
  expect(stdout).toBe("403");
  const version = await run("curl -sk https://kubernetes.default.svc.cluster.local/version");
  expect(JSON.parse(version.stdout).major).toBe("1");
});

test("an authority that curl is not told of is not trusted", async () => {
  const { exitCode, stderr } = await run("curl https://kubernetes.default.svc/version");
  expect(exitCode).toBe(60);
  expect(stderr).toBe(
    "curl: (60) SSL certificate problem: unable to get local issuer certificate\n",
  );
});

test("plain HTTP is answered as Go's server answers it", async () => {
  const { stdout } = await run("curl -s http://172.30.0.1:6443/version");
  expect(stdout).toBe("Client sent an HTTP request to an HTTPS server.\n");
});

test("no other port is open there", async () => {
  const { exitCode } = await run("curl -s http://172.30.0.1:80/");
  expect(exitCode).toBe(7);
});
