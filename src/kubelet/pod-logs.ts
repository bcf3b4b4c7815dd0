/** A container's log as the API server serves it: finds the container, streams what the runtime writes. */
import { badRequest } from "../api/status.ts";
import { parseTime } from "../api/time.ts";
import type { Host } from "../host/host.ts";
import type { BodySink, BodyStream } from "../server/message.ts";
import type { PodLogOptions } from "../server/node-connector.ts";
import type { LogQuery } from "./container-runtime.ts";
import type { Kubelet } from "./kubelet.ts";
import type { PodObject } from "./pod-view.ts";

/** Rejects with StatusError 400 when there is no such log, worded as the kubelet words it. */
export async function podLogs(
  kubelet: Kubelet,
  pod: PodObject,
  request: { readonly options: PodLogOptions; readonly signal: AbortSignal },
): Promise<BodyStream> {
  const { options, signal } = request;
  const { runtime, host } = kubelet.node;
  const container = await kubelet.container(pod.metadata.uid, options.container, {
    previous: options.previous,
    signal,
  });
  if (!container) throw badRequest(whyNone(pod, options));
  const query = logQuery(options, host);
  return {
    start(sink: BodySink): void {
      runtime
        .containerLogs(container.id, query, (chunk) => writeTo(sink, chunk), signal)
        .catch((error: unknown) => {
          if (signal.aborted) return;
          const why = error instanceof Error ? error.message : String(error);
          host.log.write("warn", "log stream failed", { pod: pod.metadata.name, error: why });
          sink.write(`unable to retrieve container logs for ${container.id}: ${why}\n`);
        })
        .finally(() => sink.end());
    },
  };
}

/** What may wait for a slow reader before the log is read no further. */
const waitingBytesMax = 1024 * 1024;

function writeTo(sink: BodySink, chunk: Uint8Array): void | Promise<void> {
  if (sink.write(chunk) > waitingBytesMax) return sink.drained?.();
}

function whyNone(pod: PodObject, options: PodLogOptions): string {
  const { container } = options;
  const status = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.ephemeralContainerStatuses ?? []),
  ].find(({ name }) => name === container);
  if (options.previous)
    return `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`;
  const waiting = status?.state?.waiting;
  if (!waiting) return `container "${container}" in pod "${pod.metadata.name}" is not available`;
  const reason = waiting.reason ?? "";
  if (reason === "ErrImagePull" || reason === "ImagePullBackOff")
    return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: trying and failing to pull image`;
  return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${reason}`;
}

function logQuery(options: PodLogOptions, host: Host): LogQuery {
  const sinceMs =
    options.sinceSeconds === undefined
      ? parseTime(options.sinceTime)
      : host.clock.nowMs() - options.sinceSeconds * 1000;
  return {
    follow: options.follow,
    timestamps: options.timestamps,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(options.tailLines === undefined ? {} : { tailLines: options.tailLines }),
    ...(options.limitBytes === undefined ? {} : { limitBytes: options.limitBytes }),
  };
}
