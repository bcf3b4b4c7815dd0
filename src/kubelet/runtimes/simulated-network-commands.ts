/**
 * The commands of simulated containers that reach others by HTTP, curl and wget, and what ip and sysctl show. They reach what
 * lives in the cluster's simulated network, and nothing outside of it.
 */
import { type PodResponse, RuntimeError } from "../container-runtime.ts";
import { nameCommands } from "./simulated-name-commands.ts";
import { FileError } from "./simulated-file-nodes.ts";
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";

const redirectsMax = 10;

interface HttpCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

type Failure = "url" | "name" | "refused" | "untrusted";

/** Worded for the command that says it. */
class CallError extends Error {
  readonly kind: Failure;

  constructor(kind: Failure, message: string) {
    super(message);
    this.kind = kind;
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    throw new CallError("url", text);
  }
}

async function call({ session }: CommandContext, of: HttpCall): Promise<PodResponse> {
  const { network } = session.place;
  const url = parseUrl(of.url);
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const [ip] = network?.resolve(host) ?? [];
  if (!network || ip === undefined) throw new CallError("name", host);
  try {
    const encoded = of.body === undefined ? undefined : new TextEncoder().encode(of.body);
    return await network.request(ip, port, {
      method: of.method,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, accept: "*/*", ...of.headers },
      scheme: url.protocol === "https:" ? "https" : "http",
      ...(encoded ? { body: encoded } : {}),
    });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw new CallError("refused", `${host} port ${port}`);
  }
}

interface CurlOptions {
  method: string | undefined;
  body: string | undefined;
  output: string | undefined;
  writeOut: string | undefined;
  readonly headers: Record<string, string>;
  readonly flags: Set<string>;
  url: string | undefined;
}

/** Long names of the options that have letters. */
const curlNames: Readonly<Record<string, string>> = {
  request: "X",
  data: "d",
  "data-raw": "d",
  "data-binary": "d",
  cacert: "E",
  header: "H",
  output: "o",
  "write-out": "w",
  silent: "s",
  "show-error": "S",
  fail: "f",
  location: "L",
  include: "i",
  head: "I",
  insecure: "k",
  get: "G",
  verbose: "v",
  globoff: "g",
  quiet: "q",
  "max-time": "m",
  "connect-timeout": "m",
};

function curlOptions(args: readonly string[]): CurlOptions | string {
  const options: CurlOptions = {
    method: undefined,
    body: undefined,
    output: undefined,
    writeOut: undefined,
    headers: {},
    flags: new Set(),
    url: undefined,
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (!arg.startsWith("-") || arg === "-") {
      options.url = arg;
      continue;
    }
    const long = arg.startsWith("--") ? curlNames[arg.slice(2)] : undefined;
    if (arg.startsWith("--") && long === undefined) return `option ${arg}: is unknown`;
    const letters = long ?? arg.slice(1);
    for (let at = 0; at < letters.length; at++) {
      const letter = letters[at] ?? "";
      if (!"XdHowmE".includes(letter)) {
        options.flags.add(letter);
        continue;
      }
      const value = letters.slice(at + 1) || rest.shift();
      if (value === undefined) return `option -${letter}: requires parameter`;
      if (letter === "E") options.flags.add(letter);
      else if (letter === "X") options.method = value;
      else if (letter === "d") options.body = options.body ? `${options.body}&${value}` : value;
      else if (letter === "o") options.output = value;
      else if (letter === "w") options.writeOut = value;
      else if (letter === "H") {
        const [name = "", content = ""] = value.split(/:\s*(.*)/s);
        options.headers[name.toLowerCase()] = content;
      }
      break;
    }
  }
  return options;
}

const sayCurl = ({ stderr }: CommandContext, text: string): Promise<void> =>
  stderr.write(new TextEncoder().encode(`curl: ${text}\n`));

async function curl(context: CommandContext): Promise<number> {
  const options = curlOptions(context.args);
  if (typeof options === "string" || options.url === undefined) {
    await sayCurl(context, typeof options === "string" ? options : "(2) no URL specified");
    return 2;
  }
  const { flags, body } = options;
  const has = (letter: string): boolean => flags.has(letter);
  if (body !== undefined) options.headers["content-type"] ??= "application/x-www-form-urlencoded";
  const method = options.method ?? (has("I") ? "HEAD" : body === undefined ? "GET" : "POST");
  try {
    let { url } = options;
    // The cluster's authority is one that no image knows of.
    if (/^https:/i.test(url) && !has("k") && !has("E")) throw new CallError("untrusted", url);
    let response = await call(context, { url, method, headers: options.headers, body });
    for (let at = 0; has("L") && at < redirectsMax; at++) {
      const { location } = response.headers;
      if (location === undefined || response.status < 300 || response.status > 399) break;
      url = new URL(location, parseUrl(url)).href;
      response = await call(context, {
        url,
        method: "GET",
        headers: options.headers,
        body: undefined,
      });
    }
    if (has("f") && response.status >= 400) {
      if (!has("s") || has("S"))
        await sayCurl(context, `(22) The requested URL returned error: ${response.status}`);
      return 22;
    }
    await showCurl(context, options, response);
    return 0;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const codes = { url: 3, name: 6, refused: 7, untrusted: 60 } as const;
    const texts = {
      url: "URL using bad/illegal format or missing URL",
      name: `Could not resolve host: ${error.message}`,
      refused: `Failed to connect to ${error.message}: Connection refused`,
      untrusted: "SSL certificate problem: unable to get local issuer certificate",
    } as const;
    const code = codes[error.kind];
    if (!has("s") || has("S")) await sayCurl(context, `(${code}) ${texts[error.kind]}`);
    return code;
  }
}

async function showCurl(
  { session, stdout, print }: CommandContext,
  { output, writeOut, flags }: CurlOptions,
  { status, headers, body }: PodResponse,
): Promise<void> {
  if (flags.has("i") || flags.has("I")) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    await print(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`);
  }
  if (output === undefined || output === "-") await stdout.write(body);
  else if (output !== "/dev/null") session.place.files.write(session.path(output), body);
  if (writeOut !== undefined) {
    const text = writeOut
      .replaceAll("%{http_code}", String(status))
      .replaceAll("%{response_code}", String(status));
    await print(text.replaceAll("\\n", "\n"));
  }
}

/** BusyBox' wget: -O, -q, -S, -T, --post-data, --header, --spider. */
async function wget(context: CommandContext): Promise<number> {
  const { args, session, stdout, stderr, fail } = context;
  let output: string | undefined;
  let body: string | undefined;
  let url: string | undefined;
  let quiet = false;
  let spider = false;
  const headers: Record<string, string> = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = "", ...value] = arg.split("=");
    const joined = value.length > 0 ? value.join("=") : undefined;
    if (name === "--post-data") body = joined ?? rest.shift();
    else if (name === "--header") {
      const [key = "", content = ""] = (joined ?? rest.shift() ?? "").split(/:\s*(.*)/s);
      headers[key.toLowerCase()] = content;
    } else if (name === "--spider") spider = true;
    else if (name === "--timeout" || name === "--tries") void (joined ?? rest.shift());
    else if (/^-[qS]*[OTtP]?/.test(arg) && arg.startsWith("-") && !arg.startsWith("--")) {
      quiet ||= arg.includes("q");
      const letter = /[OTtP]/.exec(arg);
      if (!letter) continue;
      const text = arg.slice(letter.index + 1) || (rest.shift() ?? "");
      if (letter[0] === "O") output = text;
    } else if (arg.startsWith("--")) quiet ||= arg === "--quiet";
    else url = arg;
  }
  if (url === undefined) return fail("missing URL");
  const method = body === undefined ? "GET" : "POST";
  try {
    const parsed = parseUrl(url);
    const response = await call(context, { url, method, headers, body });
    const say = (text: string): Promise<void> =>
      quiet ? Promise.resolve() : stderr.write(new TextEncoder().encode(`${text}\n`));
    await say(`Connecting to ${parsed.host}`);
    if (response.status >= 400)
      return await fail(`server returned error: HTTP/1.1 ${response.status}`);
    if (spider) return 0;
    const file = output ?? parsed.pathname.split("/").at(-1)?.replace(/^$/, "index.html");
    if (file === undefined || file === "-") await stdout.write(response.body);
    else if (file !== "/dev/null") session.place.files.write(session.path(file), response.body);
    return 0;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.kind === "url") return fail(`not an http or ftp url: ${error.message}`);
    if (error.kind === "name") return fail(`bad address '${error.message}'`);
    return fail(`can't connect to remote host (${error.message}): Connection refused`);
  }
}

/** `ip addr`, and the refusal of `ip link add` that a process without the capability gets. */
async function ip(context: CommandContext): Promise<number> {
  const { session, args, print, stderr } = context;
  const [object = "", verb = "show"] = args;
  const own = session.place.network?.ip;
  if (/^a(?:d(?:d(?:r(?:ess)?)?)?)?$/.test(object) && own !== undefined && verb.startsWith("s")) {
    await print(
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n" +
        `2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500\n    inet ${own}/32 scope global eth0\n`,
    );
    return 0;
  }
  const changes = ["add", "del", "delete", "set", "flush"].includes(verb);
  const why =
    changes && !session.place.mayAdministerNetwork
      ? "RTNETLINK answers: Operation not permitted"
      : `${args.join(" ")}: not understood (this container is simulated)`;
  await stderr.write(new TextEncoder().encode(`ip: ${why}\n`));
  return 2;
}

/** Shows the kernel settings that the Pod asks for: `kernel.shm_rmid_forced = 1`. */
async function sysctl({ session, args, print, fail }: CommandContext): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith("-"));
  let code = 0;
  for (const name of names) {
    if (name.includes("="))
      return fail(`error setting key '${name.split("=")[0]}': Read-only file system`);
    const path = `/proc/sys/${name.replaceAll(".", "/")}`;
    try {
      const value = new TextDecoder().decode(session.place.files.read(path)).trim();
      await print(args.includes("-n") ? `${value}\n` : `${name} = ${value}\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      code = await fail(`error: '${path}' is an unknown key`);
    }
  }
  return code;
}

export const networkCommands: readonly (readonly [string, SimulatedCommand])[] = [
  ["curl", curl],
  ["ip", ip],
  ...nameCommands,
  ["sysctl", sysctl],
  ["wget", wget],
];
