/** Makes address ranges the container's own, so that it answers ARP for them and may listen on each of their addresses. */
import { spawnSync } from "node:child_process";

const newRoute = 24; // RTM_NEWROUTE
const create = 0x1 | 0x4 | 0x100 | 0x400; // NLM_F_REQUEST, ACK, REPLACE, CREATE
const loopbackIndex = 1;

/** A message for rtnetlink(7): `ip route replace local <range> dev lo`. Throws RangeError for what is no IPv4 range. */
export function localRouteMessage(range: string): Buffer {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(range);
  const bytes = (match?.[1] ?? "").split(".").map(Number);
  const bits = Number(match?.[2]);
  if (!match || bits > 32 || bytes.some((byte) => byte > 255))
    throw new RangeError(`${range} is no IPv4 range`);
  const message = Buffer.alloc(16 + 12 + 8 + 8);
  message.writeUInt32LE(message.length, 0);
  message.writeUInt16LE(newRoute, 4);
  message.writeUInt16LE(create, 6);
  message.writeUInt32LE(1, 8); // sequence number
  // rtmsg: AF_INET, lengths, the table of local routes (255), made at boot (3), on this host (254), of type local (2).
  message.set([2, bits, 0, 0, 255, 3, 254, 2], 16);
  message.writeUInt16LE(8, 28);
  message.writeUInt16LE(1, 30); // RTA_DST
  message.set(bytes, 32);
  message.writeUInt16LE(8, 36);
  message.writeUInt16LE(4, 38); // RTA_OIF
  message.writeUInt32LE(loopbackIndex, 40);
  return message;
}

/** The error number of a netlink answer: 0 is an acknowledgement. Throws for what is neither. */
export function netlinkError(answer: Buffer): number {
  if (answer.length < 20 || answer.readUInt16LE(4) !== 2) throw new Error("no netlink answer");
  return 0 - answer.readInt32LE(16);
}

/** Throws when the kernel refuses: without NET_ADMIN, for one. `program` passes a message on (docker/netlink-program.ts). */
export function addLocalRoute(program: string, range: string): void {
  const { status, stdout, error } = spawnSync(program, { input: localRouteMessage(range) });
  if (error) throw error;
  const code = status === 0 ? netlinkError(stdout) : (status ?? -1);
  if (code !== 0) throw new Error(`no local route for ${range}: error ${code}`);
}
