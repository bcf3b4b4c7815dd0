/** The commands of simulated containers for names and bare connections: dig, nslookup, getent hosts, nc. */
import { RuntimeError } from "../container-runtime.ts";
import { pumpInto } from "./simulated-file-commands.ts";
import { isAddress } from "./simulated-pod-network.ts";
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";

const recordTypes = ["A", "CNAME", "SRV", "PTR"] as const;
type RecordType = (typeof recordTypes)[number];

/** The time to live that CoreDNS gives by default. */
const ttlSeconds = 30;

/** `dig +search +short NAME TYPE`, `dig -x ADDRESS`: the answers alone, as with +noall +answer. */
async function dig({ session, args, print, fail }: CommandContext): Promise<number> {
  const { network } = session.place;
  const words = args.filter((arg) => !arg.startsWith("+") && !arg.startsWith("@"));
  let type: RecordType = "A";
  let name: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const known = recordTypes.find((candidate) => candidate === word.toUpperCase());
    if (word === "-x") {
      name = `${(words[++at] ?? "").split(".").reverse().join(".")}.in-addr.arpa`;
      type = "PTR";
    } else if (word.startsWith("-"))
      return fail(`${word}: not understood (this container is simulated)`);
    else if (known) type = known;
    else if (!["IN", "ANY", "AAAA", "TXT", "MX", "NS", "SOA"].includes(word.toUpperCase()))
      name = word;
    else if (word.toUpperCase() !== "IN") return 0;
  }
  if (name === undefined) return fail("no name");
  const search = args.includes("+search");
  const found = network?.query(name, type, { search });
  const alias = type === "A" ? network?.query(name, "CNAME", { search }) : undefined;
  const lines: string[] = [];
  const line = (owner: string, kind: string, answer: string): void => {
    lines.push(
      args.includes("+short") ? answer : `${owner}.\t${ttlSeconds}\tIN\t${kind}\t${answer}`,
    );
  };
  for (const target of alias?.answers ?? []) line(alias?.name ?? name, "CNAME", target);
  for (const answer of found?.answers ?? []) line(found?.name ?? name, type, answer);
  await print(lines.map((text) => `${text}\n`).join(""));
  return 0;
}

async function nslookup({ session, args, print }: CommandContext): Promise<number> {
  const { files, network } = session.place;
  const name = args.find((arg) => !arg.startsWith("-")) ?? "";
  const resolver = files.find("/etc/resolv.conf");
  const text = resolver?.kind === "file" ? new TextDecoder().decode(resolver.content) : "";
  const server = /^nameserver (\S+)/m.exec(text)?.[1];
  if (server !== undefined) await print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  const alias = network?.query(name, "CNAME", { search: true });
  const found = network?.query(name, "A", { search: true });
  const full = alias?.name ?? found?.name ?? name;
  if (!found && !alias) {
    await print(`** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  for (const target of alias?.answers ?? [])
    await print(`${full}\tcanonical name = ${target.replace(/\.$/, "")}\n`);
  for (const address of found?.answers ?? []) await print(`Name:\t${full}\nAddress: ${address}\n`);
  await print("\n");
  return 0;
}

/** `getent hosts NAME`: 2 when there is none. */
async function getent({ session, args, print, fail }: CommandContext): Promise<number> {
  const [database = "", name = ""] = args;
  if (database !== "hosts" && database !== "ahosts")
    return fail(`${database}: not understood (this container is simulated)`);
  const addresses = session.place.network?.resolve(name) ?? [];
  for (const address of addresses) await print(`${address.padEnd(16)}${name}\n`);
  return addresses.length > 0 ? 0 : 2;
}

/** `nc HOST PORT`: sends its input and shows what comes back; -z only connects, -u sends one datagram. */
async function nc(context: CommandContext): Promise<number> {
  const { session, args, stdin, stdout, stderr, print, fail } = context;
  const flags = new Set<string>();
  const values: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (!arg.startsWith("-")) values.push(arg);
    else {
      for (const letter of arg.slice(1).split("")) flags.add(letter);
      if (/[wpsi]$/.test(arg)) at++;
    }
  }
  const [host = "", portText = ""] = values;
  const port = Number(portText);
  const { network } = session.place;
  const [ip] = network?.resolve(host) ?? [];
  if (flags.has("l")) return fail("listening is not understood (this container is simulated)");
  if (!network || ip === undefined) return fail(`bad address '${host}'`);
  if (flags.has("u")) {
    const text = new TextDecoder().decode(await stdin.all()).replace(/\n$/, "");
    const answer = network.datagram(ip, port, text);
    if (answer !== undefined) await print(answer);
    return answer === undefined ? 1 : 0;
  }
  const say = (text: string): Promise<void> =>
    stderr.write(new TextEncoder().encode(`${host} (${ip}:${port}) ${text}\n`));
  try {
    if (flags.has("z")) {
      if (!(await network.connects(ip, port))) throw new RuntimeError("refused", "");
      if (flags.has("v")) await say("open");
      return 0;
    }
    const channel = await network.dial(ip, port);
    if (flags.has("v")) await say("open");
    const sent = pumpInto(stdin, (chunk) => channel.writer.write(chunk)).then(
      () => channel.writer.end(),
      // The server takes no more: what it has said is still shown.
      () => undefined,
    );
    await pumpInto(channel.reader, (chunk) => stdout.write(chunk));
    await sent;
    return 0;
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    return fail(`${host} (${ip}:${port}): Connection refused`);
  }
}

/** `host NAME`, for those who have it in their fingers. */
async function host({ session, args, print }: CommandContext): Promise<number> {
  const name = args.find((arg) => !arg.startsWith("-")) ?? "";
  const addresses = isAddress(name) ? [] : (session.place.network?.resolve(name) ?? []);
  for (const address of addresses) await print(`${name} has address ${address}\n`);
  if (addresses.length === 0) await print(`Host ${name} not found: 3(NXDOMAIN)\n`);
  return addresses.length > 0 ? 0 : 1;
}

export const nameCommands: readonly (readonly [string, SimulatedCommand])[] = [
  ["dig", dig],
  ["getent", getent],
  ["host", host],
  ["nc", nc],
  ["nslookup", nslookup],
];
