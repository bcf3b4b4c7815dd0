/**
 * The API over its real TLS listener, in a process of its own, against a bare Node server with the same payloads and transport:
 * turn about, in one run. Ratios are of the CPU time that the servers' processes take for one request, which neighbours on the
 * machine do not change; throughput, which they do, stands in rows of its own without a target.
 */
import {
  measure,
  median,
  requestText,
  startSide,
  type Load,
  type Measured,
  type Side,
} from "./api/load.ts";
import { fanOutRatio } from "./api/fan-out.ts";
import {
  postedConfigMap,
  postedOwnPod,
  postedPod,
  postedStrangePod,
  type MakeBody,
} from "./api/posted.ts";
import type { BenchRow } from "./row.ts";

const pods = 5000;
const connectionCount = 8;
const rounds = 5;
/** Rounds before those: what compilers do in their own threads counts as CPU time, and is done once. */
const warmRounds = 12;
const podPath = "/api/v1/namespaces/default/pods/web-1234";
const listPath = "/api/v1/namespaces/default/pods";

function row(
  metric: string,
  value: number,
  rest: { readonly unit: string; readonly baseline: string; readonly target: string },
): BenchRow {
  return { bench: "api", metric, value: Math.round(value * 1000) / 1000, ...rest };
}

interface Pair {
  readonly real: Side;
  readonly bare: Side;
}

interface Case {
  readonly metric: string;
  readonly target: string;
  readonly baseline: string;
  readonly count: number;
  readonly real: Omit<Load, "connections"> & { readonly withCertificate: boolean };
  readonly bare: Omit<Load, "connections">;
}

async function connectAll(side: Side, withCertificate: boolean, count = connectionCount) {
  return Promise.all(Array.from({ length: count }, () => side.connect(withCertificate)));
}

async function compare({ real, bare }: Pair, asked: Case): Promise<BenchRow[]> {
  const own: Load = {
    ...asked.real,
    connections: await connectAll(real, asked.real.withCertificate),
  };
  const other: Load = { ...asked.bare, connections: await connectAll(bare, true) };
  let turn = 0;
  const next = (load: Load): Load => {
    const from = turn;
    turn += asked.count;
    return { ...load, text: (i) => load.text(from + i) };
  };
  for (let round = 0; round < warmRounds; round += 1) {
    await measure(real, next(own), asked.count);
    await measure(bare, next(other), asked.count);
  }
  const found: { real: Measured; bare: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = await measure(real, next(own), asked.count);
    found.push({ real: first, bare: await measure(bare, next(other), asked.count) });
  }
  for (const connection of [...own.connections, ...other.connections]) connection.close();
  const cpu = (side: "real" | "bare") => median(found.map((each) => each[side].cpuMsPerRequest));
  const rate = (side: "real" | "bare") => median(found.map((each) => each[side].perSecond));
  const { metric, target, baseline } = asked;
  const micro = Math.round(cpu("bare") * 1000);
  return [
    row(metric, cpu("bare") / cpu("real"), {
      unit: "x",
      baseline: `${baseline}, ${micro} us of CPU`,
      target,
    }),
    row(`${metric}, throughput`, rate("real") / rate("bare"), {
      unit: "x",
      baseline: `${Math.round(rate("bare"))}/s of ${baseline}`,
      target: "",
    }),
  ];
}

async function answerOf(side: Side, text: string): Promise<string> {
  const connection = await side.connect(true);
  const { chunks } = await connection.request(text);
  connection.close();
  return Buffer.concat(chunks).toString();
}

const posted = [
  ["configmaps", postedConfigMap],
  ["pods", postedPod],
] as const;

/** Shows the bare server what the real one answers. */
async function showPosted({ real, bare }: Pair): Promise<void> {
  for (const [resource, make] of posted) {
    const path = `/api/v1/namespaces/default/${resource}`;
    const text = requestText("POST", path, { body: make("posted-as-a-pattern") });
    await bare.ask({ ask: "posted", path, body: await answerOf(real, text) });
  }
}

let series = 0;

function post(resource: string, make: MakeBody) {
  const prefix = `posted-${++series}`;
  return {
    text: (turn: number) =>
      requestText("POST", `/api/v1/namespaces/default/${resource}`, {
        body: make(`${prefix}-${turn}`),
      }),
    expectedStatus: 201,
  };
}

/**
 * Of a Pod like no other nothing has been worked out before: it costs what the first Pod of a template costs, which stands here without a
 * target, for no client posts such Pods by the thousand.
 */
function postCases(how: string, baseline: string, wanted: string): readonly Case[] {
  const row = (what: string, resource: string, make: MakeBody, target = wanted): Case => ({
    metric: `POST ${what}${how}`,
    target,
    baseline,
    count: 1500,
    real: { ...post(resource, make), withCertificate: true },
    bare: post(resource, make),
  });
  return [
    row("a Pod of a template", "pods", postedPod),
    row("a Pod with images of its own", "pods", postedOwnPod),
    row("a Pod like no other", "pods", postedStrangePod, ""),
    row("a ConfigMap", "configmaps", postedConfigMap),
  ];
}

async function exchanges(pair: Pair): Promise<BenchRow[]> {
  const { real, bare } = pair;
  for (const path of [podPath, listPath]) {
    const body = await answerOf(real, requestText("GET", path));
    await bare.ask({ ask: "payload", path, body });
  }
  const get = { text: () => requestText("GET", podPath), expectedStatus: 200 };
  const byToken = requestText("GET", podPath, { token: real.token });
  const list = { text: () => requestText("GET", listPath), expectedStatus: 200 };
  const baseline = "bare Node server";
  const rows: BenchRow[] = [];
  const cases: Case[] = [
    {
      metric: "GET one Pod, by certificate",
      target: ">= 0.8",
      baseline,
      count: 3000,
      real: { ...get, withCertificate: true },
      bare: get,
    },
    {
      metric: "GET one Pod, by a service account's token",
      target: ">= 0.8",
      baseline,
      count: 3000,
      real: { text: () => byToken, expectedStatus: 200, withCertificate: false },
      bare: { text: () => byToken, expectedStatus: 200 },
    },
    {
      metric: `LIST ${pods} Pods`,
      target: ">= 0.5",
      baseline: "bare Node server that copies a buffer",
      count: 8,
      real: { ...list, withCertificate: true },
      bare: list,
    },
  ];
  for (const each of cases) rows.push(...(await compare(pair, each)));
  return rows;
}

/**
 * Each over servers of its own: what one has written would be in the next one's way. With a disk under both, for information: what a
 * client of a command-line cluster sees.
 */
async function posts(keeping: "memory" | "durable"): Promise<BenchRow[]> {
  const cases =
    keeping === "memory"
      ? postCases("", "bare Node server with a Map", ">= 0.6")
      : postCases(", durable", "bare Node server that appends to a file, one fsync a group", "");
  const rows: BenchRow[] = [];
  for (const each of cases) {
    const pair = { real: await startSide("real", keeping), bare: await startSide("bare", keeping) };
    try {
      await showPosted(pair);
      rows.push(...(await compare(pair, each)));
    } finally {
      await Promise.all([pair.real.stop(), pair.bare.stop()]);
    }
  }
  return rows;
}

/** GETs, LISTs of ten, POSTs and PATCHes at once: how long the slowest hundredth waits. */
async function mixedLoad(real: Side): Promise<BenchRow[]> {
  const connections = await connectAll(real, true, 16);
  const took: number[] = [];
  let turn = 0;
  const text = (i: number): string => {
    if (i % 10 === 0)
      return requestText("POST", "/api/v1/namespaces/default/configmaps", {
        body: postedConfigMap(`mixed-${i}`),
      });
    if (i % 10 === 1) return requestText("GET", "/api/v1/namespaces/default/pods?limit=100");
    return requestText("GET", `/api/v1/namespaces/default/pods/web-${(i * 7) % pods}`);
  };
  await Promise.all(
    connections.map(async (connection) => {
      while (turn < 5000) {
        const asked = text(turn++);
        const started = performance.now();
        const { status } = await connection.request(asked);
        if (status >= 300) throw new Error(`${status} for ${asked.slice(0, 200)}`);
        took.push(performance.now() - started);
      }
    }),
  );
  for (const connection of connections) connection.close();
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const baseline = `median ${at(0.5).toFixed(1)} ms, 16 connections`;
  return [row("p99 under mixed load", at(0.99), { unit: "ms", baseline, target: "" })];
}

async function fanOut(): Promise<BenchRow[]> {
  return [
    row("watch fan-out to 100 clients", await fanOutRatio(), {
      unit: "x",
      baseline: "stringify per watcher",
      target: ">= 8",
    }),
  ];
}

/** Takes about two minutes. */
export async function run(): Promise<BenchRow[]> {
  return [...(await inMemory()), ...(await posts("memory")), ...(await posts("durable"))];
}

async function inMemory(): Promise<BenchRow[]> {
  const pair: Pair = { real: await startSide("real"), bare: await startSide("bare") };
  try {
    const { memoryBytes = 0, storedBytes = 1 } = await pair.real.ask({ ask: "fill", pods });
    const memory = row("memory per stored Pod", memoryBytes / storedBytes, {
      unit: "x",
      baseline: `its JSON, ${Math.round(storedBytes / pods)} bytes`,
      target: "<= 1.5",
    });
    return [
      memory,
      ...(await exchanges(pair)),
      ...(await mixedLoad(pair.real)),
      ...(await fanOut()),
    ];
  } finally {
    await Promise.all([pair.real.stop(), pair.bare.stop()]);
  }
}
