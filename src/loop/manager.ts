/** Starts a set of controllers on one client: shared informers, one runner and one event recorder each. */
import { simpleFamily, type MetricFamily } from "../api/prometheus.ts";
import type { Host } from "../host/host.ts";
import { PlanApplier } from "./apply-plan.ts";
import type { Client } from "./client.ts";
import type { Controller } from "./controller.ts";
import type { ControllerMeter, ControllerMeters } from "./controller-meter.ts";
import { EventRecorder } from "./event-recorder.ts";
import { InformerFactory } from "./informer.ts";
import { queueFamilies } from "./queue-metrics.ts";
import { ControllerRunner } from "./runner.ts";
import { followServedResources } from "./served-resources.ts";

export interface StartControllersOptions {
  readonly client: Client;
  /** Whom a controller writes as; by default all write as `client`. */
  clientOf?(controller: Controller): Client;
  readonly host: Host;
  readonly controllers: readonly Controller[];
  /** Informers to share with the engine's other components; the caller stops them. By default, own ones. */
  readonly informers?: InformerFactory;
  /** What controllers count of their work, by name. */
  readonly meters?: ControllerMeters;
  /** Keys that a controller works on at a time. */
  readonly concurrency?: number;
  /** Freezes views before they are decided on: for tests. */
  readonly freezeViews?: boolean;
}

export interface RunningControllers {
  /** Resolves when every informer has its first list and every controller runs. Never rejects. */
  readonly ready: Promise<void>;
  /** True when no controller has a key to work on. */
  readonly idle: boolean;
  /** What the controllers and their work queues have counted. */
  metrics(): readonly MetricFamily[];
  /** Stops taking up work; resolves when what was under way, and its events, are written. */
  stop(): Promise<void>;
}

/** Returns at once. Lists and watches that fail are tried again, so that the server may come up later. */
export function startControllers(options: StartControllersOptions): RunningControllers {
  const { client, host, controllers } = options;
  const informers = options.informers ?? new InformerFactory(client, host);
  const recorders: EventRecorder[] = [];
  const meters: ControllerMeter[] = [];
  const runners = controllers.map((controller) => {
    const own = options.clientOf?.(controller) ?? client;
    const { component = controller.name } = controller;
    const recorder = new EventRecorder({ client: own, host, component });
    recorders.push(recorder);
    const meter = options.meters?.[controller.name]?.();
    if (meter) meters.push(meter);
    return new ControllerRunner(controller, {
      host,
      informers,
      applier: new PlanApplier(own, recorder),
      ...(meter === undefined ? {} : { meter }),
      ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
      ...(options.freezeViews === undefined ? {} : { freezeViews: options.freezeViews }),
    });
  });
  let stopped = false;
  const follower = followServedResources({ client, informers, runners });
  const ready = informers.start().then(() => {
    if (stopped) return;
    for (const runner of runners) runner.start();
    follower.start();
  });
  return {
    ready,
    get idle() {
      return runners.every((runner) => runner.idle);
    },
    metrics: () => [
      runningFamily(stopped ? [] : controllers),
      ...meters.flatMap((meter) => meter.families({ of: (each) => informers.lister(each) })),
      ...queueFamilies(
        runners.map((runner) => runner.measured),
        host.clock.monotonicMs(),
      ),
    ],
    async stop() {
      stopped = true;
      follower.stop();
      if (options.informers === undefined) informers.stop();
      await Promise.all(runners.map((runner) => runner.stop()));
      await Promise.all(recorders.map((recorder) => recorder.flush()));
    },
  };
}

/** As component-base counts them (metrics/prometheus/controllers); some share a name. */
function runningFamily(controllers: readonly Pick<Controller, "name">[]): MetricFamily {
  const names = new Set(controllers.map(({ name }) => name));
  return simpleFamily(
    [
      "gauge",
      "running_managed_controllers",
      "[BETA] Indicates where instances of a controller are currently running",
    ],
    Array.from(names, (name) => [{ manager: "kube-controller-manager", name }, 1] as const),
  );
}
