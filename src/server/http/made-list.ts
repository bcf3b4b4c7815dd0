/**
 * Lists whose items are made for the answer, in slices: protobuf, metadata, Tables, YAML, and what is stored as another kind. JSON lists
 * of stored objects are made of their texts (encode-list.ts).
 */
import { encodeListOf, hasMessage } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf } from "../../api/object.ts";
import { partialObjectMetadata, tableFor } from "../../api/table/table.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { ServerCore, Target } from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import type { ApiResponse } from "../message.ts";
import { respondEncoded, respondMessage, respondYaml, yamlText } from "./respond.ts";
import { contentOf } from "./stored-contents.ts";
import { servedObject, shownKind, type View } from "./view.ts";

interface ListArgs {
  readonly entries: readonly StoredEntry[];
  readonly metadata: JsonObject;
  readonly view: View;
}

export function respondMadeList(
  core: ServerCore,
  target: Target,
  args: ListArgs,
): Soon<ApiResponse> {
  const { accepted } = args.view;
  const form = formOf(core, target, args);
  if (accepted.format === "protobuf") {
    if (hasMessage(form.list)) return respondMessages(core, target, { ...args, form });
  }
  return respondTexts(core, args.entries, { form, isYaml: accepted.format === "yaml" });
}

/** A list but for its items, and how some of those are made. */
interface ListForm {
  readonly list: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: JsonObject;
  };
  readonly member: "items" | "rows";
  readonly make: (entries: readonly StoredEntry[]) => readonly unknown[];
}

function formOf(core: ServerCore, target: Target, { metadata, view }: ListArgs): ListForm {
  const { definition } = target;
  const { as, metaVersion } = view.accepted;
  const served = (entry: StoredEntry) => servedObject(target, entry.object);
  const apiVersion = `meta.k8s.io/${metaVersion}`;
  switch (as) {
    case "object": {
      const make = (entries: readonly StoredEntry[]) =>
        definition.custom
          ? entries.map(served)
          : entries.map((entry) => withoutKind(served(entry)));
      const kind = `${definition.kind}List`;
      return {
        list: { kind, apiVersion: apiVersionOf(definition), metadata },
        member: "items",
        make,
      };
    }
    case "PartialObjectMetadata": {
      const make = (entries: readonly StoredEntry[]) =>
        entries.map((entry) => partialObjectMetadata(served(entry), metaVersion));
      const kind = "PartialObjectMetadataList";
      return { list: { kind, apiVersion, metadata }, member: "items", make };
    }
    case "Table": {
      const options = {
        customColumns: core.custom.kindOf(definition)?.columns,
        nowMs: core.host.clock.nowMs(),
        includeObject: view.includeObject,
        noHeaders: false,
        metaVersion,
      };
      const { rows: _none, ...table } = tableFor(definition, [], options);
      return {
        list: { ...table, metadata },
        member: "rows",
        make: (entries) => tableFor(definition, entries.map(served), options).rows,
      };
    }
  }
}

/** Items of built-in kinds have their kind from the list. */
function withoutKind(object: object): object {
  const { kind: _kind, apiVersion: _version, ...rest } = object as JsonObject;
  return rest;
}

/** Made together: what they have in common, the columns of a Table, is made ready once for so many. */
const batchSize = 4;

function respondTexts(
  core: ServerCore,
  entries: readonly StoredEntry[],
  { form, isYaml }: { readonly form: ListForm; readonly isYaml: boolean },
): Soon<ApiResponse> {
  const texts: string[] = [];
  const batches = Array.from({ length: Math.ceil(entries.length / batchSize) }, (_, at) =>
    entries.slice(at * batchSize, (at + 1) * batchSize),
  );
  const made = core.slices.each(batches, (batch) => {
    // What is held as text is read first, however little of it is shown.
    let chars = batch.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
    for (const item of form.make(batch)) {
      const text = isYaml ? yamlItem(item) : exactJson(item);
      texts.push(text);
      chars += text.length;
    }
    return chars * (isYaml ? workOfYamlChar : workOfJsonChar);
  });
  return whenReady(made, () =>
    isYaml
      ? respondYaml(yamlList(form, texts))
      : respondEncoded(
          `${exactJson(form.list).slice(0, -1)},"${form.member}":[${texts.join(",")}]}\n`,
        ),
  );
}

/** 2 KB of metadata out of a Pod of 5 KB are 30 to 140 us. */
const workOfJsonChar = 1;
/** 6 KB out of such a Pod are 1.4 ms. */
const workOfYamlChar = 5;

function yamlItem(item: unknown): string {
  return `- ${yamlText(item).replace(/\n(?=.)/g, "\n  ")}`;
}

/** Members by name, as yamlText writes them. */
function yamlList({ list, member }: ListForm, items: readonly string[]): string {
  const textOf = (has: (name: string) => boolean): string => {
    const members = Object.entries(list).filter(([name]) => has(name));
    return members.length === 0 ? "" : yamlText(Object.fromEntries(members));
  };
  const body = items.length === 0 ? `${member}: []\n` : `${member}:\n${items.join("")}`;
  return `${textOf((name) => name < member)}${body}${textOf((name) => name > member)}`;
}

function respondMessages(
  core: ServerCore,
  target: Target,
  { entries, view, form }: ListArgs & { readonly form: ListForm },
): Soon<ApiResponse> {
  const kind = shownKind(target.definition, view.accepted);
  const contents: Uint8Array[] = [];
  const made = core.slices.each(entries, (entry) => {
    let isMade = false;
    const content = contentOf(entry, kind, () => {
      isMade = true;
      return servedObject(target, entry.object) as unknown as JsonObject;
    });
    contents.push(content);
    return isMade ? (entry.text?.length ?? content.length) * workOfMessageChar : workOfKnown;
  });
  return whenReady(made, () => {
    const value = (): JsonObject => ({ ...form.list, [form.member]: form.make(entries) });
    const body = encodeListOf(form.list, contents);
    if (body === undefined) throw new Error(`${form.list.kind} has no message`);
    return respondMessage(body, { kind: form.list.kind, value });
  });
}

/** A Pod of 5 KB is parsed in 25 to 80 us, and written in 25. */
const workOfMessageChar = 1;
/** To find it, and to copy it. */
const workOfKnown = 40;
