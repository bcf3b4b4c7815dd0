/** Services and names as real Pods have them: the whole engine, its gateway, and clients in containers; simulated Pods beside them. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENDPOINT_SLICES, NODES, PODS } from "../../src/api/kinds.ts";
import type { DockerClient } from "../../src/host/node/docker/docker-client.ts";
import { label, labelFilter } from "../../src/host/node/docker/labels.ts";
import { clusterIdOf, removeFromDocker } from "../../src/host/node/docker-node.ts";
import { eventually as within } from "../fixtures/eventually.ts";
import { DockerCluster } from "./cluster-fixture.ts";
import { type TestDaemon, daemonObstacle, startDaemon, startTimeoutMs } from "./docker-daemon.ts";

const obstacle = daemonObstacle();
let daemon: TestDaemon;
let docker: DockerClient;
let cluster: DockerCluster;
let nodeImage: string;

const gatewayName = (): string => `kubarium_${clusterIdOf(cluster.dataDir)}_gateway`;

/** Kinds of what the daemon has of the cluster. */
async function left(): Promise<readonly string[]> {
  const filters = labelFilter({ [label.cluster]: clusterIdOf(cluster.dataDir) });
  const query = { all: 1, filters };
  type Labelled = readonly { readonly Labels: Readonly<Record<string, string>> }[];
  const containers = await docker.call<Labelled>("GET", "/containers/json", { query });
  const networks = await docker.call<Labelled>("GET", "/networks", { query });
  const { Volumes } = await docker.call<{ Volumes?: Labelled | null }>("GET", "/volumes", {
    query,
  });
  return [...containers, ...networks, ...(Volumes ?? [])]
    .map(({ Labels }) => Labels[label.kind] ?? "?")
    .sort();
}

/** A web server that gives its Pod's name, ready while /tmp/ready is there. */
function web(name: string): Promise<unknown> {
  const command = `mkdir /tmp/w; hostname > /tmp/w/index.html; touch /tmp/ready; exec httpd -f -p 8080 -h /tmp/w`;
  return cluster.pod(
    name,
    {
      hostname: name,
      subdomain: "webs",
      containers: [
        {
          name: "main",
          image: daemon.image,
          command: ["sh", "-c", command],
          ports: [{ name: "http", containerPort: 8080 }],
          readinessProbe: {
            exec: { command: ["test", "-e", "/tmp/ready"] },
            periodSeconds: 1,
            failureThreshold: 1,
          },
        },
      ],
    },
    { app: "web" },
  );
}

/** Ready addresses of a Service. */
async function endpoints(service: string): Promise<number> {
  const { items } = await cluster.client.list(ENDPOINT_SLICES, { namespace: "default" });
  return items
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service)
    .flatMap(({ endpoints: all }) => all ?? [])
    .filter(({ conditions }) => conditions?.ready !== false).length;
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const check = async () => expect(await holds(), `${holds.toString()} never came true`).toBe(true);
  await within(check, { withinMs: 20_000, everyMs: 100 });
}

/** Who answers at a URL, of that many requests. */
async function answering(url: string, times: number): Promise<readonly string[]> {
  const script = `(async () => { for (let i = 0; i < ${times}; i++)
    console.log(await fetch("${url}", { headers: { connection: "close" } }).then((a) => a.text(), (e) => e.cause?.code ?? e.name)) })()`;
  const lines = (await cluster.script("tool", script)).split("\n");
  return [...new Set(lines.map((line) => line.trim()).filter(Boolean))].sort();
}

const http = { name: "http", port: 80, targetPort: "http" } as const;

describe.skipIf(obstacle !== undefined)(
  `Services on Docker${obstacle ? ` (${obstacle})` : ""}`,
  () => {
    beforeAll(async () => {
      daemon = await startDaemon();
      docker = await daemon.client();
      nodeImage = await daemon.nodeImage();
      cluster = new DockerCluster(daemon);
      await cluster.start();
      const main = { name: "main", image: nodeImage, command: ["sleep", "100000"] };
      await Promise.all([
        cluster.pod("tool", { containers: [main] }),
        web("web-a"),
        web("web-b"),
        cluster.service("web", { selector: { app: "web" }, ports: [http] }),
        cluster.service("webs", {
          clusterIP: "None",
          selector: { app: "web" },
          ports: [{ ...http, port: 8080 }],
        }),
      ]);
      await Promise.all(["tool", "web-a", "web-b"].map((name) => cluster.ready(name)));
      await eventually(async () => (await endpoints("webs")) === 2);
    }, startTimeoutMs);
    afterAll(async () => {
      try {
        await cluster?.stop();
      } finally {
        cluster?.remove();
        docker?.close();
        await daemon?.stop();
      }
    });

    it("are reached by every form of their name and by their address, each endpoint in its turn", async () => {
      const { spec } = await cluster.service("other", { selector: { app: "web" }, ports: [http] });
      const both = ["web-a", "web-b"];
      for (const host of ["web", "web.default", "web.default.svc", "web.default.svc.cluster.local"])
        expect(await answering(`http://${host}`, 4)).toEqual(both);
      await eventually(async () => (await answering(`http://${spec?.clusterIP}`, 4)).length === 2);
      expect(await answering("http://webs:8080", 1)).toHaveLength(1);
      expect(await answering("http://web-a.webs:8080", 3)).toEqual(["web-a"]);
    });

    it("have the DNS records of the specification", async () => {
      const { status } = await cluster.ready("web-a");
      const script = `const dns = require("node:dns").promises;
        const d = "default.svc.cluster.local";
        (async () => console.log(JSON.stringify([
          (await dns.resolve4("webs." + d)).length,
          (await dns.resolveSrv("_http._tcp.webs." + d)).map((r) => r.name + ":" + r.port).sort(),
          (await dns.resolveSrv("_http._tcp.web." + d)).map((r) => r.name + ":" + r.port),
          await dns.reverse("${status?.podIP}"),
          await dns.resolve4("nobody." + d).catch((e) => e.code),
          await dns.resolve6("web." + d).catch((e) => e.code),
        ])))()`;
      const suffix = "webs.default.svc.cluster.local";
      expect(JSON.parse(await cluster.script("tool", script))).toEqual([
        2,
        [`web-a.${suffix}:8080`, `web-b.${suffix}:8080`],
        ["web.default.svc.cluster.local:80"],
        [`web-a.${suffix}`],
        "ENOTFOUND",
        "ENODATA",
      ]);
    });

    it("that are an alias lead where they say", async () => {
      await cluster.service("alias", {
        type: "ExternalName",
        externalName: "web.default.svc.cluster.local",
      });
      expect(await answering("http://alias", 4)).toEqual(["web-a", "web-b"]);
    });

    it("that nobody serves refuse connections", async () => {
      const { spec } = await cluster.service("idle", {
        selector: { app: "nobody" },
        ports: [http],
      });
      expect(await cluster.get("tool", `http://${spec?.clusterIP}`)).toBe("ECONNREFUSED");
      expect(await cluster.get("tool", "http://nosuch.default.svc.cluster.local.")).toBe(
        "ENOTFOUND",
      );
    });

    it("keep a client at its endpoint where they are asked to", async () => {
      const sticky = {
        selector: { app: "web" },
        ports: [http],
        sessionAffinity: "ClientIP",
      } as const;
      await cluster.service("sticky", sticky);
      await eventually(async () => !(await answering("http://sticky", 1)).includes("ECONNREFUSED"));
      expect(await answering("http://sticky", 6)).toHaveLength(1);
    });

    it("pass datagrams on, and their answers come from the address that was asked", async () => {
      const server = `const s = require("node:dgram").createSocket("udp4");
        s.on("message", (m, from) => s.send("echo " + m, from.port, from.address)); s.bind(5300)`;
      const main = { name: "main", image: nodeImage, command: ["node", "-e", server] };
      await cluster.pod("udp", { containers: [main] }, { app: "udp" });
      await cluster.service("udp", {
        selector: { app: "udp" },
        ports: [{ port: 53, targetPort: 5300, protocol: "UDP" }],
      });
      await cluster.ready("udp");
      const client = `const s = require("node:dgram").createSocket("udp4");
        setTimeout(() => process.exit(console.log("nothing")), 1000);
        s.connect(53, "udp", () => s.send("hello"));
        s.on("message", (m) => process.exit(console.log(String(m))));`;
      await eventually(async () => (await cluster.script("tool", client)) === "echo hello");
    });

    it("lead to simulated Pods, too, and their Pods are reached by their own names", async () => {
      const main = { name: "main", image: "nginx", ports: [{ containerPort: 80, name: "http" }] };
      await cluster.pod(
        "sim",
        { nodeName: "node-1", hostname: "sim", subdomain: "sims", containers: [main] },
        { app: "sim" },
      );
      await cluster.service("sim", { selector: { app: "sim" }, ports: [http] });
      const headless = {
        clusterIP: "None",
        selector: { app: "sim" },
        ports: [{ ...http, port: 80 }],
      };
      await cluster.service("sims", headless);
      const { status } = await cluster.ready("sim");
      await eventually(async () => (await cluster.get("tool", "http://sim")).startsWith("sim\n"));
      const { spec } = await cluster.service("probe", { selector: {}, ports: [http] });
      // And the other way: from a simulated Pod to a real one.
      expect(await cluster.run("sim", "wget", "-qO-", "http://web-a.webs:8080")).toBe("web-a\n");
      expect(await cluster.run("sim", "wget", "-qO-", "http://web")).toMatch(/^web-[ab]\n$/);
      expect(await cluster.run("sim", "nc", "-zv", "web", "80")).toContain("open");
      // Where another network has the usual range, simulated Pods are not on this one.
      const shared = spec?.clusterIP?.split(".")[1] === status?.podIP?.split(".")[1];
      if (!shared) return;
      expect(await cluster.get("tool", "http://sim.sims")).toMatch(/^sim\n/);
      expect(await cluster.get("tool", `http://${status?.podIP}:81`)).toBe("ECONNREFUSED");
    });

    it("have the API among them: what a client in a Pod needs is in the Pod", async () => {
      const script = `const fs = require("node:fs"), dir = "/var/run/secrets/kubernetes.io/serviceaccount/";
        const ask = (host) => new Promise((resolve) => require("node:https").get({
          host, port: 443, path: "/api/v1/namespaces/default/pods", ca: fs.readFileSync(dir + "ca.crt"),
          headers: { authorization: "Bearer " + fs.readFileSync(dir + "token", "utf8") },
        }, (answer) => { let text = ""; answer.on("data", (c) => text += c).on("end", () => resolve(JSON.parse(text).message)); })
          .on("error", (error) => resolve(error.code)));
        (async () => console.log([await ask("kubernetes.default.svc"), await ask(process.env.KUBERNETES_SERVICE_HOST)].join("\\n")))()`;
      // Certificate, token and user are right; nobody has given the account anything.
      const said =
        'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"';
      expect(await cluster.script("tool", script)).toBe(`${said}\n${said}`);
    });

    it("follow readiness, and let connections of an endpoint that goes come to their end", async () => {
      await cluster.run("web-b", "rm", "/tmp/ready");
      await eventually(async () => (await endpoints("web")) === 1);
      await eventually(async () => (await answering("http://web", 6)).join() === "web-a");
      await cluster.run("web-b", "touch", "/tmp/ready");
      await eventually(async () => (await answering("http://web", 6)).length === 2);

      // A server that takes its time: its Pod is deleted while it answers.
      const slow = `const server = require("node:http").createServer((_, answer) => { setTimeout(() => answer.end("whole"), 2500); });
        server.listen(8080); process.on("SIGTERM", () => server.close(() => process.exit()))`;
      const main = {
        name: "main",
        image: nodeImage,
        command: ["node", "-e", slow],
        ports: [{ name: "http", containerPort: 8080 }],
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
      };
      const spec = { terminationGracePeriodSeconds: 10, containers: [main] };
      await cluster.pod("slow", spec, { app: "slow" });
      await cluster.service("slow", { selector: { app: "slow" }, ports: [http] });
      await cluster.ready("slow");
      await eventually(async () => (await endpoints("slow")) === 1);
      const script = `fetch("http://slow").then(async (a) => console.log(await a.text()), (e) => console.log(e.cause?.code))`;
      await new Promise((resolve) => setTimeout(resolve, 200));
      const answer = cluster.script("tool", script);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await cluster.client.delete(PODS, { namespace: "default", name: "slow" });
      expect(await answer).toBe("whole");
      await eventually(async () => (await cluster.get("tool", "http://slow")) === "ECONNREFUSED");
    });

    it("of a node are reached from Pods and from this machine by node ports", async () => {
      const spec = { type: "NodePort", selector: { app: "web" }, ports: [http] } as const;
      const { spec: made } = await cluster.service("ports", spec);
      const port = made?.ports?.[0]?.nodePort;
      const node = await cluster.client.get(NODES, { name: "docker" });
      const ip = node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
      const reach = async (): Promise<boolean> => {
        const inside = await cluster.get("tool", `http://${ip}:${port}`);
        const outside = await fetch(`http://127.0.0.1:${port}`).then(
          (a) => a.text(),
          () => "",
        );
        return inside.startsWith("web-") && outside.startsWith("web-");
      };
      await eventually(reach);
    });

    it("come back when their gateway was killed, or removed by hand", async () => {
      const isUp = async (): Promise<boolean> =>
        (await answering("http://web", 4)).join() === "web-a,web-b";
      await docker.call("POST", `/containers/${gatewayName()}/kill`);
      await eventually(isUp);
      await docker.call("DELETE", `/containers/${gatewayName()}`, { query: { force: 1 } });
      await eventually(isUp);
    });

    it("live on without the engine, which takes the gateway over again", async () => {
      const tool = `kubarium_${clusterIdOf(cluster.dataDir)}_${(await cluster.ready("tool")).metadata.uid}_main_0`;
      const idOf = async (): Promise<string> =>
        (await docker.call<{ Id: string }>("GET", `/containers/${gatewayName()}/json`)).Id;
      const before = await idOf();
      // Longer than it takes to write down what the gateway was told.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await cluster.stop();
      await docker.call("POST", `/containers/${gatewayName()}/restart`, { query: { t: 1 } });
      const body = {
        AttachStdout: true,
        AttachStderr: true,
        Cmd: [
          "node",
          "-e",
          `setTimeout(() =>
        fetch("http://web").then(async (a) => process.exit((await a.text()).startsWith("web-") ? 42 : 1), () => process.exit(2)), 1000)`,
        ],
      };
      const { Id } = await docker.call<{ Id: string }>("POST", `/containers/${tool}/exec`, {
        body,
      });
      await docker.call("POST", `/exec/${Id}/start`, { body: { Detach: false, Tty: false } });
      expect(await docker.call("GET", `/exec/${Id}/json`)).toMatchObject({ ExitCode: 42 });
      await cluster.start();
      await cluster.ready("tool");
      await eventually(async () => (await answering("http://web", 4)).length === 2);
      await eventually(async () => (await cluster.get("tool", "http://sim")).startsWith("sim\n"));
      expect(await idOf()).toBe(before);
      expect(readFileSync(`${cluster.dataDir}/network.json`, "utf8")).toContain(daemon.endpoint);
    });

    it("leave nothing behind when the last Pod has gone and the engine stops", async () => {
      await cluster.deletePods();
      await cluster.stop();
      expect(await left()).toEqual([]);
    });

    it("leave nothing behind when the state is reset while Pods run and no engine does", async () => {
      await cluster.start();
      await web("web-c");
      await cluster.ready("web-c");
      await cluster.stop();
      expect(new Set(await left())).toEqual(
        new Set(["container", "gateway", "network", "sandbox", "volume"]),
      );
      expect(await removeFromDocker(cluster.dataDir)).toBe(daemon.endpoint);
      expect(await left()).toEqual([]);
      // There is nothing more to look for.
      expect(await removeFromDocker(cluster.dataDir)).toBeUndefined();
    });
  },
);
