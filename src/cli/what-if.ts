/** `kubarium what-if`: where Pods would go, with nodes added or removed, without changing anything. */
import { readFile } from "node:fs/promises";
import { parse as parseYaml } from "yaml";
import type {
  PreemptionDocument,
  WhatIfDocument,
} from "../scheduler/explain/explanation-document.ts";
import { callApi } from "./api-call.ts";
import { CliError } from "./cli-error.ts";
import { expectOk, running, type TargetOptions } from "./commands.ts";
import { placementLines } from "./explain.ts";
import { tableText } from "./table-text.ts";

export interface WhatIfOptions extends TargetOptions {
  readonly filename?: string;
  readonly namespace?: string;
  readonly replicas?: number;
  readonly addNode: readonly string[];
  readonly removeNode: readonly string[];
  readonly output?: "json" | "wide";
}

export async function whatIf(options: WhatIfOptions): Promise<void> {
  const question = {
    ...(options.filename === undefined ? {} : subjectOf(await readManifest(options.filename))),
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(options.replicas === undefined ? {} : { replicas: options.replicas }),
    addNodes: options.addNode.map(parseNodeSketch),
    removeNodes: options.removeNode,
  };
  const answer = await callApi(await running(options), {
    method: "POST",
    path: "/kubarium/v1/what-if",
    body: JSON.stringify(question),
  });
  const body = expectOk(answer);
  if (options.output === "json") console.log(JSON.stringify(JSON.parse(body), undefined, 2));
  else console.log(whatIfText(JSON.parse(body) as WhatIfDocument, options.output === "wide"));
}

async function readManifest(file: string): Promise<unknown> {
  const path = file === "-" ? "/dev/stdin" : file;
  try {
    return parseYaml(await readFile(path, "utf8"), { version: "1.1" });
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${(error as Error).message}`, 1, { cause: error });
  }
}

function subjectOf(manifest: unknown): { readonly pod: unknown } | { readonly workload: unknown } {
  const kind = (manifest as { kind?: unknown } | null)?.kind;
  return kind === "Pod" ? { pod: manifest } : { workload: manifest };
}

/** `cpu=4,memory=8Gi,label=zone=a,taint=gpu=yes:NoSchedule,name=big,count=3,like=node-1` as the API has it. Throws CliError. */
export function parseNodeSketch(text: string): object {
  const allocatable: Record<string, string> = {};
  const labels: Record<string, string> = {};
  const taints: object[] = [];
  const more: Record<string, string | number> = {};
  for (const part of text.split(",")) {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    if (key === "") throw new CliError(`--add-node: "${part}" is not of the form key=value`);
    if (key === "label") {
      const [, name = "", labelValue = ""] = /^([^=]+)=?(.*)$/.exec(value) ?? [];
      if (name === "")
        throw new CliError(`--add-node: "${part}" is not of the form label=key=value`);
      labels[name] = labelValue;
    } else if (key === "taint") taints.push(parseTaint(value));
    else if (key === "count") more[key] = /^\d+$/.test(value) ? Number(value) : value;
    else if (key === "name" || key === "like") more[key] = value;
    else allocatable[key] = value;
  }
  return {
    ...more,
    ...(Object.keys(allocatable).length === 0 ? {} : { allocatable }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(taints.length === 0 ? {} : { taints }),
  };
}

function parseTaint(text: string): object {
  const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  if (key === undefined) {
    throw new CliError(`--add-node: "${text}" is not of the form taint=key[=value]:effect`);
  }
  return { key, ...(value ? { value } : {}), effect };
}

export function whatIfText(answer: WhatIfDocument, wide: boolean): string {
  const { pods, placed, preempting, displaced, nodes } = answer;
  const lines: string[] = [];
  if (displaced.length > 0) {
    const rows = displaced.map((pod) => [
      `${pod.namespace}/${pod.name}`,
      pod.from,
      pod.outcome === "ends" ? "(goes with its node)" : whereTo(pod),
      pod.message ?? "",
    ]);
    lines.push(tableText(["DISPLACED POD", "FROM", "TO", "WHY NOT"], rows), "");
  }
  const [only] = pods;
  if (pods.length === 1 && only !== undefined) {
    lines.push(`Pod ${only.namespace}/${only.name}`, ...placementLines(only, wide));
    if (only.preemption !== undefined) {
      const { nominatedNodeName } = only.preemption;
      lines.push("", `Preemption would make room for it on ${nominatedNodeName}.`);
    }
    lines.push("");
  } else if (pods.length > 1) {
    const more = preempting === 0 ? "" : `, ${preempting} more by preemption`;
    lines.push(`${placed} of ${pods.length} Pods find a node${more}`);
    const rows = pods.map((pod) => [
      `${pod.namespace}/${pod.name}`,
      whereTo(pod),
      String(pod.total ?? "-"),
      pod.message ?? "",
    ]);
    lines.push("", tableText(["POD", "NODE", "TOTAL", "WHY NOT"], rows), "");
  }
  lines.push(...evictionLines(answer));
  if (nodes.length > 0) {
    const rows = nodes.map(({ name, added, removed, pods: count, requested, allocatable }) => [
      `${added ? "+ " : removed ? "- " : "  "}${name}`,
      String(count),
      use(requested["cpu"], allocatable["cpu"], (cpu) => `${cpu}m`),
      use(requested["memory"], allocatable["memory"], mebibytes),
    ]);
    lines.push(tableText(["NODE", "NEW PODS", "CPU", "MEMORY"], rows));
  }
  return lines.join("\n").trimEnd();
}

interface Going {
  readonly nodeName?: string;
  readonly preemption?: PreemptionDocument;
}

function whereTo({ nodeName, preemption }: Going): string {
  if (nodeName !== undefined) return nodeName;
  return preemption === undefined ? "(nowhere)" : `(${preemption.nominatedNodeName})`;
}

/** Whom preemption would evict, and for whom. */
function evictionLines({ pods, displaced }: WhatIfDocument): readonly string[] {
  const rows = [...displaced, ...pods].flatMap(({ namespace, name, preemption }) =>
    (preemption?.victims ?? []).map((victim) => [
      `${victim.namespace}/${victim.name}`,
      String(victim.priority),
      preemption?.nominatedNodeName ?? "",
      `${namespace}/${name}`,
      victim.budgetsViolated?.join(", ") ?? "-",
    ]),
  );
  if (rows.length === 0) return [];
  const head = ["WOULD BE EVICTED", "PRIORITY", "FROM", "FOR", "BUDGETS VIOLATED"];
  return [tableText(head, rows), ""];
}

function use(
  requested: number | undefined,
  allocatable: number | undefined,
  unit: (amount: number) => string,
): string {
  return `${unit(requested ?? 0)} of ${unit(allocatable ?? 0)}`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))}Mi`;
}
