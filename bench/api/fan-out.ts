/** 100 watches of the real server, down to the bytes that it hands to its host, against a server that encodes for each watcher. */
import { createSystemHost } from "../../src/host/system.ts";
import { generateTokenKeys } from "../../src/server/auth/service-account-tokens.ts";
import { isBodyStream, type ApiRequest } from "../../src/server/message.ts";
import { ApiServer } from "../../src/server/server.ts";
import { openStore } from "../../src/store/engine.ts";
import { MemoryLog } from "../../src/store/memory-log.ts";
import type { StateStore } from "../../src/store/store.ts";
import { podOf } from "./pod.ts";

const watchers = 100;
const pods = 500;
const path = "/api/v1/namespaces/default/pods";
const unused = () => Promise.reject(new Error("not in a bench"));

/** How many times faster the server's own fan-out is. */
export async function fanOutRatio(): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    rounds.push((await timed(encodeForEach)) / (await timed(watchServer)));
  }
  // The first round is for the compilers.
  return rounds.slice(1).toSorted((a, b) => a - b)[1] ?? 0;
}

type Attach = (store: StateStore, count: (bytes: number) => void) => Promise<() => void>;

async function timed(attach: Attach): Promise<number> {
  const host = createSystemHost({ write: () => undefined });
  const store = await openStore({ log: new MemoryLog(), host });
  let bytes = 0;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const detach = await attach(store, (more) => {
    bytes += more;
  });
  const last = store.watch("pods", { fromRevision: store.revision }, (_, revision) => {
    if (revision >= pods) host.timers.soon(finish);
  });
  const before = process.cpuUsage();
  for (let at = 0; at < pods; at += 10) {
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => {
        const pod = podOf(at + i);
        const key = { resource: "pods", namespace: "default", name: pod.metadata.name ?? "" };
        return store.put(key, pod, 0);
      }),
    );
    await new Promise<void>((resolve) => host.timers.soon(resolve));
  }
  await done;
  const { user, system } = process.cpuUsage(before);
  last.stop();
  detach();
  await store.close();
  if (bytes < pods * watchers * 1000) throw new Error(`only ${bytes} bytes were sent`);
  return user + system;
}

const watchServer: Attach = async (store, count) => {
  const server = new ApiServer({
    host: createSystemHost({ write: () => undefined }),
    store,
    tokenKeys: await generateTokenKeys(),
    serviceCidr: "10.244.128.0/17",
    nodePorts: { first: 30_000, last: 32_767 },
    stats: unused,
    snapshots: { export: () => "", restore: unused, reset: unused },
  });
  const aborted = new AbortController();
  for (let i = 0; i < watchers; i += 1) {
    const request: ApiRequest = {
      method: "GET",
      path,
      query: new URLSearchParams({ watch: "true", resourceVersion: String(store.revision) }),
      headers: {},
      peer: { trusted: { name: "bench", groups: ["system:masters"] } },
      signal: aborted.signal,
    };
    const { body } = await server.handle(request);
    if (!isBodyStream(body)) throw new Error("a watch was refused");
    body.start({
      write: (chunk) => {
        count(chunk.length);
        return 0;
      },
      end: () => undefined,
    });
  }
  return () => {
    aborted.abort();
    server.stop();
  };
};

const encodeForEach: Attach = (store, count) => {
  const encoder = new TextEncoder();
  const watches = Array.from({ length: watchers }, () =>
    store.watch("pods", { fromRevision: store.revision }, (events) => {
      for (const { type, entry } of events) {
        count(encoder.encode(`${JSON.stringify({ type, object: entry.object })}\n`).length);
      }
    }),
  );
  return Promise.resolve(() => {
    for (const watch of watches) watch.stop();
  });
};
