/**
 * What the simulation knows of an image by its name: that it is little more than a shell, so that a script in it can be run as it
 * stands, or which small programs it has. Of any other image nothing is known, and its containers just run.
 */
import type { ContainerConfig } from "../container-runtime.ts";
import { agnhost, agnhostSubcommands } from "./simulated-agnhost.ts";
import type { SimulatedCommand } from "./simulated-session-place.ts";
import { isScriptKnown } from "./simulated-script-check.ts";

export interface KnownImage {
  /** What runs without a command. */
  readonly entrypoint: readonly string[];
  /** What follows the entrypoint without arguments. */
  readonly arguments: readonly string[];
  readonly programs: ReadonlyMap<string, SimulatedCommand>;
}

const shellImage: KnownImage = { entrypoint: [], arguments: [], programs: new Map() };

const images: ReadonlyMap<string, KnownImage> = new Map([
  ...["alpine", "bash", "busybox", "curl", "debian", "fedora", "jessie-dnsutils", "ubuntu"].map(
    (name) => [name, shellImage] as const,
  ),
  [
    "agnhost",
    {
      entrypoint: ["/agnhost"],
      arguments: ["pause"],
      programs: new Map([
        ["agnhost", agnhost],
        ["agnhost-2", agnhost],
      ]),
    },
  ],
]);

/** By the last part of its name: `example.test/e2e-test-images/busybox:1.29` is busybox. */
export function knownImage(image: string): KnownImage | undefined {
  const name = image.replace(/@.*$/, "").split("/").at(-1)?.replace(/:.*$/, "") ?? "";
  return images.get(name);
}

/** The command line of a container whose image is known; empty when the image alone says nothing. */
export function commandLine(image: KnownImage, config: ContainerConfig): readonly string[] {
  const { command, args } = config;
  return [...(command ?? image.entrypoint), ...(args ?? (command ? [] : image.arguments))];
}

/** Whether all that a command line does is known. */
export function isRunnable(image: KnownImage, argv: readonly string[]): boolean {
  const [name = "", subcommand] = argv;
  const own = image.programs.get(name.slice(name.lastIndexOf("/") + 1));
  if (own === agnhost) return agnhostSubcommands.has(subcommand ?? "pause");
  return argv.length > 0 && isScriptKnown(argv, image.programs);
}
