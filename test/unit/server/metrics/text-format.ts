/** A strict reader of Prometheus' text format, for tests: throws Error at the first line that a scraper would refuse. */

export interface ReadFamily {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;

export function readMetrics(text: string): ReadonlyMap<string, ReadFamily> {
  if (!text.endsWith("\n")) throw new Error("the last line has no line feed");
  const families = new Map<
    string,
    { type: string; help: string; samples: ReadFamily["samples"][number][] }
  >();
  const seen = new Set<string>();
  let current = "";
  for (const line of text.slice(0, -1).split("\n")) {
    const [, word, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (word === "HELP") {
      if (families.has(name)) throw new Error(`a second HELP for ${name}`);
      families.set(name, { type: "", help: rest, samples: [] });
      current = name;
      continue;
    }
    const family = families.get(current);
    if (!family) throw new Error(`a sample before its family: ${line}`);
    if (word === "TYPE") {
      if (name !== current || family.type !== "") throw new Error(`TYPE out of place: ${line}`);
      if (!["counter", "gauge", "histogram"].includes(rest)) throw new Error(`no type: ${line}`);
      family.type = rest;
      continue;
    }
    const sample = readSample(line);
    const suffixes = family.type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
    if (!suffixes.some((suffix) => sample.name === current + suffix)) {
      throw new Error(`${sample.name} is none of ${current}`);
    }
    const identity = sample.name + identityOf(sample.labels);
    if (seen.has(identity)) throw new Error(`twice: ${line}`);
    seen.add(identity);
    family.samples.push(sample);
  }
  for (const [name, family] of families) checkFamily(name, family);
  return families;
}

function identityOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.keys(labels)
      .sort()
      .map((name) => [name, labels[name]]),
  );
}

function readSample(line: string): ReadFamily["samples"][number] {
  const [name] = metricName.exec(line) ?? [];
  if (name === undefined) throw new Error(`no name: ${line}`);
  let at = name.length;
  const labels: Record<string, string> = {};
  if (line[at] === "{") {
    const pair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"([,}])/y;
    for (at += 1; ;) {
      pair.lastIndex = at;
      const [whole, label = "", value = "", end] = pair.exec(line) ?? [];
      if (whole === undefined) throw new Error(`bad labels: ${line}`);
      if (Object.hasOwn(labels, label)) throw new Error(`a label twice: ${line}`);
      labels[label] = value.replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c));
      at += whole.length;
      if (end === "}") break;
    }
  }
  const [, number = ""] =
    /^ ([+-]Inf|NaN|[-+]?\d+(?:\.\d+)?(?:e[+-]\d+)?)$/.exec(line.slice(at)) ?? [];
  if (number === "") throw new Error(`no value: ${line}`);
  return { name, labels, value: Number(number.replace("Inf", "Infinity")) };
}

function checkFamily(name: string, { type, samples }: ReadFamily): void {
  if (type === "") throw new Error(`${name} has no type`);
  if (samples.length === 0) throw new Error(`${name} has no samples`);
  if (type !== "histogram") return;
  const series = new Map<string, { last: number; bound: number; count: number | undefined }>();
  for (const sample of samples) {
    const { le, ...labels } = sample.labels;
    const key = identityOf(labels);
    const one = series.get(key) ?? { last: 0, bound: -Infinity, count: undefined };
    series.set(key, one);
    if (sample.name.endsWith("_count")) one.count = sample.value;
    if (!sample.name.endsWith("_bucket")) continue;
    const bound = Number((le ?? "").replace("Inf", "Infinity"));
    if (!(bound > one.bound) || sample.value < one.last) {
      throw new Error(`buckets of ${name}${key} do not ascend`);
    }
    one.bound = bound;
    one.last = sample.value;
  }
  for (const [key, { last, bound, count }] of series) {
    if (bound !== Infinity || count !== last) throw new Error(`${name}${key} does not add up`);
  }
}
