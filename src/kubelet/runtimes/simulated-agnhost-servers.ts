/** The programs of the agnhost image that answer requests: netexec, serve-hostname, test-webserver, liveness, grpc-health-checking. */
import { type PodRequest, type PodResponse, RuntimeError } from "../container-runtime.ts";
import { isJsonObject } from "../../api/json.ts";
import { rfc3339 } from "../../api/time.ts";
import { goFlags } from "./simulated-go-flags.ts";
import type { HttpHandler } from "./simulated-network.ts";
import { redirectBody } from "./simulated-agnhost-redirects.ts";
import { capturing } from "./simulated-redirections.ts";
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";

const encoder = new TextEncoder();

function answer(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): PodResponse {
  const body = encoder.encode(text);
  return {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-length": String(body.length),
      ...headers,
    },
    body,
  };
}

const withoutBody = (request: PodRequest, response: PodResponse): PodResponse =>
  request.method === "HEAD" ? { ...response, body: new Uint8Array() } : response;

/** Listens until the container is ended, or `ended` says with which code the program ends by itself. */
async function serve(
  { session, fail }: CommandContext,
  ports: {
    readonly http: ReadonlyMap<number, HttpHandler>;
    readonly datagrams?: ReadonlyMap<number, (text: string, from: string) => string>;
    readonly ended?: Promise<number>;
  },
): Promise<number> {
  const { network } = session.place;
  if (!network) return fail("no network");
  const close: (() => void)[] = [];
  try {
    for (const [port, handler] of ports.http)
      close.push(
        network.listen(port, async (request, from) =>
          withoutBody(request, await handler(request, from)),
        ),
      );
    for (const [port, handler] of ports.datagrams ?? [])
      close.push(network.listenForDatagrams(port, handler));
    const forever = session.sleep(Number.POSITIVE_INFINITY).then(() => 0);
    return await (ports.ended ? Promise.race([forever, ports.ended]) : forever);
  } catch (error) {
    if (error instanceof RuntimeError) return await fail(error.message);
    throw error;
  } finally {
    for (const stop of close) stop();
  }
}

/** A line of Go's log package, on stderr. */
function logger({ session, stderr }: CommandContext): (text: string) => void {
  return (text) => {
    const at = rfc3339(session.nowMs()).slice(0, 19).replace("T", " ").replaceAll("-", "/");
    // The container's log takes all that it is given.
    void stderr.write(encoder.encode(`${at} ${text}\n`));
  };
}

const urlOf = (request: PodRequest): URL => new URL(request.path, "http://pod");

interface NetExec {
  readonly context: CommandContext;
  readonly log: (text: string) => void;
  exit(code: number): void;
}

type Route = (
  at: NetExec,
  query: URLSearchParams,
  request: { readonly from: string; readonly headers: Readonly<Record<string, string>> },
) => PodResponse | Promise<PodResponse>;

const hostName: Route = ({ context, log }) => {
  log("GET /hostname");
  return answer(200, context.session.place.hostname);
};

const routes: Readonly<Record<string, Route>> = {
  "/": ({ context, log }) => {
    log("GET /");
    return answer(200, `NOW: ${rfc3339(context.session.nowMs())}`);
  },
  "/clientip": ({ log }, _query, { from }) => {
    log("GET /clientip");
    return answer(200, from);
  },
  "/dial": dial,
  "/echo": ({ log }, query) => {
    const message = query.get("msg") ?? "";
    const code = query.get("code") ?? "";
    log(`GET /echo?msg=${message}&code=${code}`);
    if (code === "") return answer(200, message);
    const status = Number(code);
    if (Number.isInteger(status) && status >= 100 && status < 1000) return answer(status, message);
    return answer(
      200,
      `argument 'code' must be an integer or empty, got ${JSON.stringify(code)}\n`,
    );
  },
  "/exit": ({ context, log, exit }, query) => {
    const code = query.get("code") ?? "";
    const wait = query.get("wait") ?? "";
    log(`GET /exit?code=${code}&timeout=${query.get("timeout") ?? ""}&wait=${wait}`);
    const waitMs = durationMs(wait);
    if (waitMs === undefined)
      return answer(
        200,
        `argument 'wait' must be a valid golang duration or empty, got ${JSON.stringify(wait)}\n`,
      );
    const end = (): void => exit(Number(code) || 0);
    context.session.place.host.timers.after(waitMs, end);
    return answer(200, "");
  },
  "/header": ({ log }, query, { headers }) => {
    const key = query.get("key") ?? "";
    log(`GET /header?key=${key}`);
    return key === ""
      ? answer(400, "no header key specified\n")
      : answer(200, headers[key.toLowerCase()] ?? "");
  },
  "/healthz": ({ log }) => {
    log("GET /healthz");
    return answer(200, "");
  },
  "/hostName": hostName,
  "/hostname": hostName,
  "/redirect": ({ log }, query) => {
    const location = query.get("location") ?? "";
    const code = query.get("code") ?? "";
    log(`GET /redirect?location=${location}&code=${code}`);
    const status = Number(code) || 302;
    return answer(status, redirectBody(status, location), { location });
  },
  "/shell": async ({ context, log }, query) => {
    const command = query.get("shellCommand") ?? query.get("cmd") ?? "";
    log(`GET /shell?cmd=${command}`);
    const { streams, text } = capturing();
    const code = await context.session.program(["/bin/sh", "-c", command], {
      ...streams,
      stderr: streams.stdout,
    });
    const output = {
      ...(text() === "" ? {} : { output: text() }),
      ...(code === 0 ? {} : { error: `exit status ${code}` }),
    };
    return answer(200, JSON.stringify(output));
  },
  "/shutdown": ({ context, log, exit }) => {
    log("GET /shutdown");
    context.session.place.host.timers.after(0, () => exit(0));
    return answer(200, "");
  },
};

async function dial({ context, log }: NetExec, query: URLSearchParams): Promise<PodResponse> {
  const get = (name: string): string => query.get(name) ?? "";
  const [host, port, request, protocol] = [
    get("host"),
    get("port"),
    get("request"),
    get("protocol"),
  ];
  log(
    `GET /dial?host=${host}&protocol=${protocol}&port=${port}&request=${request}&tries=${get("tries")}`,
  );
  const tries = get("tries") === "" ? 1 : Number(get("tries"));
  if (!Number.isInteger(tries)) return answer(400, "tries parameter is invalid.\n");
  if (request === "") return answer(400, "request parameter not specified.\n");
  if (!["", "http", "udp"].includes(protocol.toLowerCase()))
    return answer(400, `unsupported protocol. ${protocol}\n`);
  const { network } = context.session.place;
  const [ip] = network?.resolve(host) ?? [];
  if (!network || ip === undefined)
    return answer(400, `host and/or port param are invalid. lookup ${host}: no such host\n`);
  const responses: string[] = [];
  const errors: string[] = [];
  for (let at = 0; at < tries; at++) {
    if (protocol.toLowerCase() === "udp") {
      const text = network.datagram(ip, Number(port), request);
      if (text === undefined) errors.push("reading from udp connection failed. err:'i/o timeout'");
      else responses.push(text);
      continue;
    }
    const url = { method: "GET", path: `/${request}`, headers: { host: `${host}:${port}` } };
    try {
      const { body } = await network.request(ip, Number(port), url);
      responses.push(new TextDecoder().decode(body));
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      errors.push(`Get "http://${ip}:${port}/${request}": ${error.message}`);
    }
  }
  const output = {
    ...(errors.length > 0 ? { errors } : {}),
    ...(responses.length > 0 ? { responses } : {}),
  };
  return answer(200, JSON.stringify(output));
}

/** Go's durations: `1m30s`, `500ms`; 0 for none, undefined for what is not one. */
function durationMs(text: string): number | undefined {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  if (text === "" || text === "0") return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, number = "", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(number) * (units[unit] ?? 0);
  return total;
}

async function netexec(context: CommandContext): Promise<number> {
  const flags = goFlags(context.args.slice(1));
  const port = Number(flags.get("http-port") ?? 8080);
  const udpPort = Number(flags.get("udp-port") ?? 8081);
  const log = logger(context);
  let exit: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (exit = resolve));
  const at = { context, log, exit: (code: number) => exit(code) };
  const override = flags.get("http-override");
  const handler: HttpHandler = (request, from) => {
    const { pathname, searchParams } = urlOf(
      override === undefined ? request : { ...request, path: override },
    );
    const route = routes[pathname] ?? routes["/"];
    return route ? route(at, searchParams, { from, headers: request.headers }) : answer(404, "");
  };
  const datagram = (text: string, from: string): string => {
    const { hostname } = context.session.place;
    const [word = "", ...rest] = text.trim().split(" ");
    log(`Received "${text.trim()}" from ${from}`);
    if (word.toLowerCase() === "hostname") return hostname;
    if (word === "clientip") return from;
    return word === "echo" ? rest.join(" ") : "";
  };
  log(`Started HTTP server on port ${port}`);
  if (udpPort !== -1) log(`Started UDP server on port ${udpPort}`);
  return serve(context, {
    http: new Map([[port, handler]]),
    datagrams: new Map(udpPort === -1 ? [] : [[udpPort, datagram]]),
    ended,
  });
}

async function serveHostname(context: CommandContext): Promise<number> {
  const flags = goFlags(context.args.slice(1));
  const port = Number(flags.get("port") ?? 9376);
  const { hostname } = context.session.place;
  const log = logger(context);
  log(`Serving on port ${port}.`);
  return serve(context, {
    http: new Map([
      [
        port,
        () => {
          log(`HTTP request from client`);
          return answer(200, hostname);
        },
      ],
    ]),
  });
}

/** Serves the container's files. */
async function testWebserver(context: CommandContext): Promise<number> {
  const port = Number(goFlags(context.args.slice(1)).get("port") ?? 80);
  const { session } = context;
  const { files } = session.place;
  const handler: HttpHandler = async (request) => {
    const path = decodeURIComponent(urlOf(request).pathname);
    await session.refresh([path]);
    const node = files.find(path);
    if (!node) return answer(404, "404 page not found\n");
    if (node.kind === "file")
      return {
        ...answer(200, ""),
        headers: { "content-length": String(node.content.length) },
        body: node.content,
      };
    const names = [...node.entries].map(([name, entry]) =>
      entry.kind === "directory" ? `${name}/` : name,
    );
    const links = names.sort().map((name) => `<a href="${name}">${name}</a>\n`);
    return answer(200, `<pre>\n${links.join("")}</pre>\n`, {
      "content-type": "text/html; charset=utf-8",
    });
  };
  logger(context)(`Serving on port ${port}.`);
  return serve(context, { http: new Map([[port, handler]]) });
}

/** Healthy for ten seconds, then no more. */
const healthyMs = 10_000;

async function liveness(context: CommandContext): Promise<number> {
  const startedMs = context.session.nowMs();
  const now = context.session.place.host.clock;
  const handler: HttpHandler = (request) => {
    const { pathname, searchParams } = urlOf(request);
    const elapsedMs = now.nowMs() - startedMs;
    if (pathname === "/started") return answer(200, `${elapsedMs / 1000}s`);
    const location = searchParams.get("loc") ?? "";
    if (pathname === "/redirect") return answer(302, redirectBody(302, location), { location });
    if (pathname !== "/healthz") return answer(404, "404 page not found\n");
    return elapsedMs > healthyMs ? answer(500, `error: ${elapsedMs / 1000}`) : answer(200, "ok");
  };
  return serve(context, { http: new Map([[8080, handler]]) });
}

/** Healthy until its HTTP port is told otherwise. */
async function grpcHealthChecking(context: CommandContext): Promise<number> {
  const flags = goFlags(context.args.slice(1));
  const port = Number(flags.get("port") ?? 5000);
  const httpPort = Number(flags.get("http-port") ?? 8080);
  const own = flags.get("service") ?? "";
  let status = "SERVING";
  const control: HttpHandler = (request) => {
    const { pathname } = urlOf(request);
    if (pathname === "/make-serving") status = "SERVING";
    else if (pathname === "/make-not-serving") status = "NOT_SERVING";
    else return answer(404, "404 page not found\n");
    return answer(200, "");
  };
  logger(context)(`gRPC server starting to listen on :${port}`);
  const { network } = context.session.place;
  const withdraw = network?.reportHealth(port, (service) =>
    service === own || service === "" ? status : "SERVICE_UNKNOWN",
  );
  try {
    return await serve(context, {
      http: new Map([
        [port, () => answer(415, "gRPC requires HTTP/2\n")],
        [httpPort, control],
      ]),
    });
  } finally {
    withdraw?.();
  }
}

/** Counts who writes to it and shows the counts; its peers, which the original looks for through the API, are not looked for. */
async function nettest(context: CommandContext): Promise<number> {
  const port = Number(goFlags(context.args.slice(1)).get("port") ?? 8080);
  const { hostname } = context.session.place;
  const received: Record<string, number> = {};
  const log = ["no peers are looked for (this container is simulated)"];
  const handler: HttpHandler = (request) => {
    const { pathname } = urlOf(request);
    if (pathname === "/read") {
      const state = { Hostname: hostname, Sent: {}, Received: received, Errors: null, Log: log };
      return answer(200, JSON.stringify({ ...state, StillContactingPeers: false }));
    }
    if (pathname === "/status") return answer(200, "pass");
    if (pathname !== "/write") return answer(404, "404 page not found\n");
    const source = sourceOf(request.body);
    if (source === undefined) return answer(400, "bad post\n");
    received[source] = (received[source] ?? 0) + 1;
    return answer(200, JSON.stringify({ Hostname: hostname }));
  };
  return serve(context, { http: new Map([[port, handler]]) });
}

function sourceOf(body: Uint8Array | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    const source = isJsonObject(value) ? value["Source"] : undefined;
    return typeof source === "string" ? source : undefined;
  } catch {
    return undefined; // The client's text, not ours: the answer says that it is none.
  }
}

export const agnhostServers: Readonly<Record<string, SimulatedCommand>> = {
  "grpc-health-checking": grpcHealthChecking,
  liveness,
  netexec,
  nettest,
  "serve-hostname": serveHostname,
  "test-webserver": testWebserver,
};
