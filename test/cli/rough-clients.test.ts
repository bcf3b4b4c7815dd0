/**
 * Clients that do not behave: slow, silent, chattering, broken off. None of them may cost the others anything. And histories that are
 * compacted while clients look at them (test/e2e/apimachinery/chunking.go, etcd's compaction).
 */
import type { TLSSocket } from "node:tls";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiConnection, type OpenWatch } from "../fixtures/api-connection.ts";
import { eventually } from "../fixtures/eventually.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
let api: ApiConnection;
let pid: number;

const configMaps = "/api/v1/namespaces/default/configmaps";

beforeAll(async () => {
  ({ pid } = await cluster.start(["--nodes", "1"]));
  api = new ApiConnection(cluster.kubeconfig);
}, 60_000);

afterAll(async () => {
  api.close();
  await cluster.dispose();
});

/** Everything that comes until the connection ends, or is silent after so many answers; without them there is time. */
function readAll(socket: TLSSocket, answers = 1): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const over = () => resolve(text);
    socket.setTimeout(15_000, over);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (statusesOf(text).length >= answers) socket.setTimeout(500, over);
    });
    socket.on("close", over);
    socket.on("end", over);
    socket.on("error", over);
  });
}

const statusesOf = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

const post = (body: string) =>
  `POST ${configMaps} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

test("a request that comes byte by byte is served", { timeout: 20_000 }, async () => {
  const socket = await api.raw();
  const answer = readAll(socket);
  for (const byte of post('{"metadata":{"name":"drop-by-drop"}}')) {
    socket.write(byte);
    await new Promise(setImmediate);
  }
  expect(statusesOf(await answer)).toEqual([201]);
  socket.destroy();
});

test("requests that come all at once are answered in their order, whatever they are", async () => {
  const socket = await api.raw();
  const twenty = Array.from({ length: 20 }, () => 200);
  const expected = [...twenty, 201, 200, 404, 200, 201, 200];
  const answer = readAll(socket, expected.length);
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
  const chunked = `POST ${configMaps} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n{"metadata":{"name":"p1"}}\r\n0\r\n\r\n`;
  socket.write(
    [
      get("/version").repeat(20),
      post('{"metadata":{"name":"p0"}}'),
      get(`${configMaps}/p0`),
      get(`${configMaps}/nothing`),
      "HEAD /livez HTTP/1.1\r\nHost: x\r\n\r\n",
      chunked,
      get("/livez"),
    ].join(""),
  );
  expect(statusesOf(await answer)).toEqual(expected);
  socket.destroy();
});

test.each([
  ["a mebibyte", 1_000_000, 200],
  ["more than a mebibyte", 1_100_000, 431],
])("a head of %s: %i bytes", async (_name, size, status) => {
  const socket = await api.raw();
  const answer = readAll(socket);
  socket.write(`GET /version HTTP/1.1\r\nHost: x\r\nX-Large: ${"a".repeat(size)}\r\n\r\n`);
  expect(statusesOf(await answer)).toEqual([status]);
  socket.destroy();
});

test("who hangs up in the middle of a body, a watch, a command or a forwarded port is forgotten", async () => {
  const pod = {
    metadata: { name: "talker" },
    spec: { containers: [{ name: "c", image: "web:1", ports: [{ containerPort: 80 }] }] },
  };
  expect((await api.call("POST", "/api/v1/namespaces/default/pods", pod)).status).toBe(201);
  const path = "/api/v1/namespaces/default/pods/talker";
  await eventually(async () => {
    expect((await api.call("GET", path)).text).toContain('"phase":"Running"');
  });
  const upgrade = (target: string, protocol: string) =>
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`;
  const heads = [
    `POST ${configMaps} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    "GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n",
    `GET ${path}/log?follow=true HTTP/1.1\r\nHost: x\r\n\r\n`,
    upgrade(`${path}/exec?command=sleep&command=1000&stdout=true`, "v5.channel.k8s.io"),
    upgrade(`${path}/portforward?ports=80`, "v4.channel.k8s.io"),
  ];
  const running = async () => {
    const { text } = await api.call("GET", "/metrics");
    const gauges = [...text.matchAll(/^apiserver_longrunning_requests\{.*\} (\d+)$/gm)];
    return gauges.reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await running();
  for (let round = 0; round < 10; round++) {
    const sockets = await Promise.all(
      heads.map(async (head) => {
        const socket = await api.raw();
        socket.on("error", () => undefined);
        socket.write(head);
        return socket;
      }),
    );
    if (round === 0)
      await eventually(async () => expect(await running()).toBeGreaterThanOrEqual(4));
    for (const socket of sockets) {
      if (round % 2 === 0) socket.destroy();
      else api.reset(socket);
    }
  }
  await eventually(async () => expect(await running()).toBe(before));
  expect((await api.call("GET", "/livez")).text).toBe("ok");
}, 30_000);

test(
  "hundreds of silent connections keep nobody from being served",
  { timeout: 30_000 },
  async () => {
    const silent: TLSSocket[] = [];
    for (let batch = 0; batch < 10; batch++) {
      silent.push(...(await Promise.all(Array.from({ length: 50 }, () => api.raw()))));
    }
    expect((await api.call("GET", "/livez")).text).toBe("ok");
    expect(silent.every(({ destroyed }) => !destroyed)).toBe(true);
    for (const socket of silent) socket.destroy();
  },
);

/** Only Linux tells it in a file. */
function residentMebibytes(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024;
}

/** Replaces a few ConfigMaps again and again until so much has been written. */
async function rewrite(mebibytes: number): Promise<void> {
  const data = { large: "x".repeat(512 * 1024) };
  for (let written = 0; written < mebibytes; written += 2) {
    await Promise.all(
      [0, 1, 2, 3].map(async (at) => {
        const object = { metadata: { name: `large-${at}`, labels: { large: "yes" } }, data };
        const { status } = await api.call("PUT", `${configMaps}/large-${at}`, {
          ...object,
          data: { ...data, written: `${written}` },
        });
        if (status === 404) await api.call("POST", configMaps, object);
      }),
    );
  }
}

test(
  "watchers that do not read are cut off, cost bounded memory, and harm nobody",
  { timeout: 90_000 },
  async () => {
    const before = residentMebibytes();
    const heads = [
      "GET /api/v1/configmaps?watch=1 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /api/v1/configmaps?watch=1&labelSelector=large HTTP/1.1\r\nHost: x\r\n\r\n",
    ];
    const sockets = await Promise.all(
      Array.from({ length: 24 }, async (_, at) => {
        const socket = await api.raw();
        socket.on("error", () => undefined);
        socket.pause();
        socket.write(heads[at % 2] ?? "");
        return socket;
      }),
    );
    const reader = await api.watch("/api/v1/configmaps?watch=1");
    await rewrite(100);
    const { text } = await api.call("GET", configMaps + "/large-0");
    const newest = (JSON.parse(text) as { metadata: { resourceVersion: string } }).metadata;
    await eventually(async () => {
      const seen = reader.events.map(({ object }) => object.metadata.resourceVersion);
      expect(seen).toContain(newest.resourceVersion);
    });
    // Unbounded, 24 times 100 MiB would wait.
    const after = residentMebibytes();
    if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(1200);
    for (const socket of sockets) socket.resume();
    await eventually(async () => expect(sockets.filter(({ closed }) => !closed)).toEqual([]), {
      withinMs: 30_000,
    });
    reader.close();
  },
);

test(
  "what is compacted cannot be read, continued or watched from any more, and those who list again go on",
  { timeout: 60_000 },
  async () => {
    for (let at = 0; at < 5; at++) {
      await api.call("POST", configMaps, { metadata: { name: `page-${at}` } });
    }
    const first = JSON.parse((await api.call("GET", `${configMaps}?limit=2`)).text) as {
      metadata: { continue: string; resourceVersion: string };
    };
    const live = await api.watch(`${configMaps}?watch=1`);
    const { continue: token, resourceVersion } = first.metadata;
    const old = `${configMaps}?limit=2&resourceVersionMatch=Exact&resourceVersion=${resourceVersion}`;
    expect((await api.call("GET", old)).status).toBe(200);
    await rewrite(80);
    await eventually(async () => expect((await api.call("GET", old)).status).toBe(410));

    expect(JSON.parse((await api.call("GET", old)).text)).toMatchObject({
      reason: "Expired",
      code: 410,
    });
    const continued = await api.call("GET", `${configMaps}?limit=2&continue=${token}`);
    expect(continued.status).toBe(410);
    const refusal = JSON.parse(continued.text) as {
      reason: string;
      metadata: { continue?: string };
    };
    expect(refusal.reason).toBe("Expired");
    // An inconsistent continuation is offered, from the same place on at a newer revision.
    const offered = refusal.metadata.continue ?? "";
    const rest = await api.call("GET", `${configMaps}?continue=${encodeURIComponent(offered)}`);
    expect(rest.status).toBe(200);

    const watch = `${configMaps}?watch=1&resourceVersion=${resourceVersion}`;
    const gone = await gather(watch);
    expect(gone).toMatchObject([{ type: "ERROR", object: { code: 410, reason: "Expired" } }]);
    const again = await api.watch(`${configMaps}?watch=1`);
    await api.call("POST", configMaps, { metadata: { name: "after" } });
    for (const each of [again, live]) {
      await eventually(async () => {
        expect(each.events.map(({ object }) => object.metadata.name)).toContain("after");
      });
      each.close();
    }
  },
);

/** The events of a watch that the server ends by itself. */
async function gather(path: string): Promise<OpenWatch["events"]> {
  const watch = await api.watch(path);
  expect(await Promise.race([watch.ended, delay(5000)])).toBe("end");
  return watch.events;
}
