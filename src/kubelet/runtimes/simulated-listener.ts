/** Which of a simulated Pod's containers answers on a port. */
import { type HealthAnswer, unavailable } from "../grpc-health.ts";
import type { SimulatedContainer } from "./simulated-container.ts";
import type { HttpHandler } from "./simulated-network.ts";

/**
 * The running container that listens on the port, or that declares it; the first one where the Pod declares none at all, since then
 * every port might be its own. A container whose own command is run listens on what it says, if it listens at all.
 */
export function listenerOf(
  containers: Iterable<SimulatedContainer>,
  declared: readonly number[],
  port: number,
): ReturnType<typeof asListener> | undefined {
  const running = [...containers].filter((container) => container.running);
  const listening = running.find(({ openPorts }) => openPorts?.http.has(port));
  if (listening) return asListener(listening, port);
  const guessed = running.filter((container) => !container.isServer);
  const undeclared = declared.length === 0;
  const container = undeclared
    ? guessed[0]
    : guessed.find(({ config }) => config.tcpPorts.includes(port));
  return container && asListener(container, port);
}

/** What the program on a port says of its health; a container that just runs is healthy, one that listens otherwise speaks no gRPC. */
export function healthOf(
  containers: Iterable<SimulatedContainer>,
  port: number,
  service: string,
): HealthAnswer {
  const running = [...containers].filter((container) => container.running);
  const listening = running.find(({ openPorts }) => openPorts?.http.has(port));
  if (!listening) return { status: "SERVING" };
  const health = listening.openPorts?.health.get(port);
  if (health) return { status: health(service) };
  return { code: unavailable, message: "error reading server preface: http2: frame too large" };
}

function asListener(
  container: SimulatedContainer,
  port: number,
): {
  container: string;
  status: number;
  handle: HttpHandler | undefined;
  log(line: string): void;
} {
  return {
    container: container.config.name,
    status: container.options.httpStatus ?? 200,
    handle: container.openPorts?.http.get(port),
    log: (line) => container.print(line),
  };
}
