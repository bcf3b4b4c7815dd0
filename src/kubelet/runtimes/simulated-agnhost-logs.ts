/** agnhost's logs-generator: lines like those of an API server's log, evenly over a time. Follows test/images/agnhost/logs-generator. */
import { rfc3339Micro } from "../../api/time.ts";
import { goDuration } from "../../api/go-duration.ts";
import { goFlags } from "./simulated-go-flags.ts";
import type { CommandContext } from "./simulated-session-place.ts";

const methods = ["GET", "POST", "PUT"];
const namespaces = ["kube-system", "default", "ns"];
/** What Kubernetes makes random names of. */
const letters = "bcdfghjklmnpqrstvwxz2456789";

/** `--log-lines-total 10 --run-duration 5s`, or `-t` and `-d`; 255 without them, as klog.Fatal ends. */
export async function generateLogs({ session, args, stderr }: CommandContext): Promise<number> {
  const flags = goFlags(args.slice(1));
  const total = Number(flags.get("log-lines-total") ?? flags.get("t") ?? "0");
  const given = flags.get("run-duration") ?? flags.get("d") ?? "0s";
  const duration = goDuration(given);
  const ms = typeof duration === "string" ? 0 : duration.ms;
  const { random } = session.place.host;
  const below = (limit: number): number => Math.floor(random.float() * limit);
  const write = (letter: "I" | "F", line: number, text: string): Promise<void> => {
    const source = `       1 logs_generator.go:${line}] ${text}\n`;
    const head = `${letter}${klogTime(session.nowMs())}`;
    return stderr.write(new TextEncoder().encode(`${head}${source}`));
  };
  if (!Number.isInteger(total) || total <= 0) {
    await write("F", 64, `Invalid total number of lines: ${total}`);
    return 255;
  }
  if (ms <= 0) {
    await write("F", 68, `Invalid duration: ${given}`);
    return 255;
  }
  for (let id = 0; id < total; id++) {
    const name = Array.from({ length: 3 + below(2) }, () => letters[below(letters.length)]).join(
      "",
    );
    const path = `/api/v1/namespaces/${namespaces[below(3)]}/pods/${name}`;
    await write("I", 76, `${id} ${methods[below(3)]} ${path} ${200 + below(400)}`);
    await session.sleep(ms / total);
  }
  return 0;
}

/** `1123 22:10:05.123456`. */
function klogTime(ms: number): string {
  const time = rfc3339Micro(ms);
  return `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 26)}`;
}
