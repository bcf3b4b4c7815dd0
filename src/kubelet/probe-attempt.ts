/**
 * One attempt of a probe: runs a command, gets a page, opens a connection or asks a gRPC server for its health. Follows
 * pkg/kubelet/prober/prober.go and pkg/probe: what fails is told from what could not be tried, which counts for nothing.
 */
import type { Container, GRPCAction, HTTPGetAction, Probe } from "../api/generated/types.ts";
import type { Host } from "../host/host.ts";
import { goDuration } from "./back-off.ts";
import {
  type ContainerRuntime,
  type PodResponse,
  type RuntimeContainer,
  isRuntimeError,
} from "./container-runtime.ts";
import { healthFailure } from "./grpc-health.ts";
import { portNumber } from "./pod-view.ts";

export type ProbeResult =
  | { readonly outcome: "success" }
  /** It counts as a success; the output is told of. */
  | { readonly outcome: "warning"; readonly output: string }
  | { readonly outcome: "failure"; readonly output: string }
  /** Nobody knows: the attempt is forgotten; the output says why. */
  | { readonly outcome: "unknown"; readonly output: string };

export interface ProbeAttempt {
  readonly host: Host;
  readonly runtime: ContainerRuntime;
  /** `1.36`: what the kubelet's requests call themselves by. */
  readonly version: string;
  readonly spec: Container;
  readonly instance: RuntimeContainer;
  /** The Pod's address, for what is said of it. */
  readonly address: string;
  readonly probe: Probe;
  /** Aborted when nobody wants the answer any more. */
  readonly signal: AbortSignal;
}

interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

const success: ProbeResult = { outcome: "success" };
const redirectsMax = 10;
/** pkg/probe/http, maxRespBodyLength. */
const bodyBytesMax = 10 * 1024;

const failure = (output: string): ProbeResult => ({ outcome: "failure", output });
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Never rejects. */
export async function attemptProbe(attempt: ProbeAttempt): Promise<ProbeResult> {
  const { probe, host } = attempt;
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  const timeout = new AbortController();
  const timer = host.timers.after(timeoutMs, () => timeout.abort());
  const signal = AbortSignal.any([timeout.signal, attempt.signal]);
  try {
    return await tried(attempt, { timeoutMs, signal });
  } catch (error) {
    const isLate = timeout.signal.aborted || isRuntimeError(error, "timeout");
    if (isLate) return failure(lateText(attempt, timeoutMs));
    if (probe.exec) return { outcome: "unknown", output: textOf(error) };
    return failure(probe.httpGet ? `${getText(attempt)}: ${textOf(error)}` : textOf(error));
  } finally {
    timer.cancel();
  }
}

function lateText(attempt: ProbeAttempt, timeoutMs: number): string {
  const { probe, spec, address } = attempt;
  if (probe.exec) {
    const command = JSON.stringify((probe.exec.command ?? []).join(" "));
    return `command timed out: ${command} timed out after ${goDuration(timeoutMs)}`;
  }
  if (probe.httpGet) {
    const why = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
    return `${getText(attempt)}: ${why}`;
  }
  if (!probe.tcpSocket) return "context deadline exceeded";
  return `dial tcp ${address}:${portNumber(spec, probe.tcpSocket.port) ?? 0}: i/o timeout`;
}

async function tried(attempt: ProbeAttempt, limits: Limits): Promise<ProbeResult> {
  const { probe, runtime, spec, instance } = attempt;
  if (probe.exec) {
    const result = await runtime.execSync(instance.id, probe.exec.command ?? [], limits);
    return result.exitCode === 0 ? success : failure(result.output);
  }
  if (probe.grpc) return grpc(attempt, probe.grpc, limits);
  const wanted = probe.httpGet?.port ?? probe.tcpSocket?.port;
  const port = wanted === undefined ? undefined : portNumber(spec, wanted);
  if (port === undefined) {
    const output = `strconv.Atoi: parsing ${JSON.stringify(wanted ?? "")}: invalid syntax`;
    return { outcome: "unknown", output };
  }
  if (probe.httpGet) return httpGet(attempt, probe.httpGet, limits.signal);
  await runtime.connectPort(instance.sandboxId, port, limits.signal);
  return success;
}

async function grpc(
  { runtime, instance }: ProbeAttempt,
  { port, service = "" }: GRPCAction,
  { timeoutMs, signal }: Limits,
): Promise<ProbeResult> {
  try {
    const answer = await runtime.checkHealth(instance.sandboxId, port, { service, signal });
    const output = healthFailure(answer);
    return output === undefined ? success : failure(output);
  } catch (error) {
    // As gRPC clients do, the kubelet's goes on trying until its time is over.
    if (!isRuntimeError(error, "refused")) throw error;
    const address = /^dial tcp (\S+): /.exec(error.message)?.[1] ?? `:${port}`;
    return failure(
      `timeout: failed to connect service ${JSON.stringify(address)} within ${goDuration(timeoutMs)}: context deadline exceeded`,
    );
  }
}

/** How Go's client begins to tell of a request that failed: `Get "http://10.244.0.7:80/"`. */
function getText(attempt: ProbeAttempt): string {
  const { probe } = attempt;
  return `Get ${JSON.stringify(probe.httpGet ? urlOf(attempt, probe.httpGet).text : "")}`;
}

/** WHATWG's URL drops ports that a scheme has by custom; messages show them. */
function urlOf({ spec, address }: ProbeAttempt, get: HTTPGetAction) {
  const scheme = get.scheme === "HTTPS" ? "https" : "http";
  const path = get.path ?? "/";
  const port = portNumber(spec, get.port) ?? 0;
  const host = get.host || address;
  const text = `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}${path.startsWith("/") ? path : `/${path}`}`;
  return { scheme, host, text } as const;
}

async function httpGet(
  attempt: ProbeAttempt,
  get: HTTPGetAction,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const headers: Record<string, string> = {
    "user-agent": `kube-probe/${attempt.version}`,
    accept: "*/*",
  };
  for (const { name, value } of get.httpHeaders ?? []) headers[name.toLowerCase()] = value;
  const { host, scheme, text } = urlOf(attempt, get);
  let at = text;
  let response = await request(attempt, { at, headers, signal });
  for (let followed = 1; isRedirect(response); followed += 1) {
    const { location } = response.headers;
    const next = new URL(location ?? "", at);
    // Elsewhere the kubelet does not go: that somebody answered is enough.
    if (
      next.hostname !== new URL(`${scheme}://${host.includes(":") ? `[${host}]` : host}`).hostname
    ) {
      const body = new TextDecoder().decode(response.body);
      return { outcome: "warning", output: `Probe terminated redirects, Response body: ${body}` };
    }
    if (followed >= redirectsMax)
      return failure(`Get ${JSON.stringify(location)}: stopped after ${redirectsMax} redirects`);
    at = next.href;
    response = await request(attempt, { at, headers, signal });
  }
  if (response.status >= 200 && response.status < 400) return success;
  return failure(`HTTP probe failed with statuscode: ${response.status}`);
}

function isRedirect({ status, headers }: PodResponse): boolean {
  return status >= 300 && status < 400 && status !== 304 && headers["location"] !== undefined;
}

function request(
  { runtime, instance }: ProbeAttempt,
  of: {
    readonly at: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
): Promise<PodResponse> {
  const url = new URL(of.at);
  const isTls = url.protocol === "https:";
  const port = Number(url.port) || (isTls ? 443 : 80);
  return runtime.requestPort(instance.sandboxId, port, {
    request: {
      method: "GET",
      path: `${url.pathname}${url.search}`,
      headers: of.headers,
      scheme: isTls ? "https" : "http",
      bodyBytesMax,
    },
    signal: of.signal,
  });
}
