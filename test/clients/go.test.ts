/**
 * The Go libraries that operators are made of (client-go, controller-runtime) against the real command, in the program of test/clients/go.
 * Whatever they warn of or complain about on standard error is a failure: it is what they merely put up with.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { encodeProtobuf } from "../../src/api/encode/protobuf.ts";
import type { JsonObject } from "../../src/api/json.ts";
import { parseExact } from "../../src/api/wide-integers.ts";
import { CliCluster, run } from "../fixtures/running-cluster.ts";
import { buildMsMax, goModuleDir, goProgram } from "./go-programs.ts";

/** What the libraries say of every candidate that gives its Lease back, of a request that it then leaves, and of what is not to be converted. */
const partingWords =
  /^E.*("error received after stop sequence was engaged" err="leader election lost"|leaderelection.*context canceled.*|"failed to convert" err="wordless has no title".*)\n/gm;

const streams = {
  output: "out\n",
  errors: "err\n",
  code: 7,
  message: "command terminated with exit code 7",
  fed: "one line\n",
  fedBytes: 262_144,
  terminal: "tty\r\n",
};

describe("the Go clients", () => {
  const cluster = new CliCluster();
  let program: Awaited<ReturnType<typeof goProgram>>;

  beforeAll(async () => {
    program = await goProgram("clients", ".");
    if ("path" in program) await cluster.start(["--nodes", "2"]);
  }, buildMsMax);
  beforeEach(({ skip }) => {
    if ("skipped" in program) skip(program.skipped);
  });
  afterAll(() => cluster.dispose());

  const scenario = async (name: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> => {
    const path = "path" in program ? program.path : "";
    const { code, stdout, stderr } = await run(path, [cluster.kubeconfig, name], {
      env: { ...cluster.env, ...env },
    });
    if (code !== 0) throw new Error(`${name} exited ${code}:\n${stderr}`);
    expect(stderr.replace(partingWords, "")).toBe("");
    return JSON.parse(stdout);
  };

  test.each<[title: string, name: string, expected: object, env?: NodeJS.ProcessEnv]>([
    [
      "run an operator with webhooks, conversion, election, finalizers and owned objects",
      "operator",
      {
        defaultedClass: "static",
        tooMany:
          'admission webhook "validate.web.example.com" denied the request: Website.web.example.com "huge" is invalid: spec.replicas: Invalid value: 6: too many',
        tooManyField: "spec.replicas",
        otherClass:
          'admission webhook "validate.web.example.com" denied the request: the class "static" stays',
        kept: 'admission webhook "validate.web.example.com" denied the request: kept is to be kept',
        warnings: ["a website without a message says nothing"],
        readyReason: "AllReady",
        recreated: true,
        scaled: 3,
        wokenBySecret: true,
        quietWhenDone: true,
        pageManager: "website-operator/Apply",
        bySelectableField: ["kept", "shop", "silent"],
        oldTitle: "welcome",
        oldTitles: ["keep me", "since 1999", "welcome", ""],
        newMessage: "since 1999",
        unconverted:
          "Internal error occurred: conversion webhook for web.example.com/v1, Kind=Website failed: wordless has no title",
        takenOver: true,
        farewell: "welcome",
        collected: true,
        eventNotes: ["made deployment shop", "made deployment shop"],
      },
    ],
    ["run the suite of an operator, by envtest", "environment", { resource: "websites" }],
    [
      "begin informers with one stream each, and no list",
      "informers",
      {
        kinds: 26,
        streams: 26,
        refused: 0,
        lists: 0,
        forms: { "application/vnd.kubernetes.protobuf;stream=watch": 26 },
        events: ["added", "updated", "deleted"],
        nodes: 2,
      },
    ],
    [
      "watch metadata alone",
      "metadata",
      {
        events: ["added", "updated", "deleted"],
        listed: 1,
        itemKind: "",
        labels: 2,
        forms: {
          "application/vnd.kubernetes.protobuf": 3,
          "application/vnd.kubernetes.protobuf;stream=watch": 1,
        },
      },
    ],
    [
      "wait by watches that end and go on",
      "watch_tools",
      {
        events: [
          "ADDED first",
          "MODIFIED first",
          "DELETED first",
          "ADDED second",
          "MODIFIED second",
          "DELETED second",
        ],
        awaited: "awaited",
      },
    ],
    [
      "map short names, list every resource and read every schema",
      "discovery",
      {
        mapped: {
          crd: "apiextensions.k8s.io/v1 customresourcedefinitions",
          "deploy.apps": "apps/v1 deployments",
          hpa: "autoscaling/v2 horizontalpodautoscalers",
          netpol: "networking.k8s.io/v1 networkpolicies",
          pdb: "policy/v1 poddisruptionbudgets",
          po: "v1 pods",
          sc: "storage.k8s.io/v1 storageclasses",
        },
        noMatch: true,
        listed: true,
        odd: null,
        schemas: true,
        definitions: true,
        discoveries: 2,
      },
    ],
    [
      "read the same in protobuf and in JSON",
      "contents",
      {
        compared: true,
        objects: true,
        differing: null,
        inProtobuf: true,
        documents: true,
        differingDocuments: null,
      },
    ],
    [
      "go on with JSON where CBOR is not served",
      "cbor",
      {
        refused:
          "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
        created: "cbor",
        notApplied: "415: Unsupported Media Type",
        sent: [
          "POST application/cbor 415",
          "POST application/json 201",
          "PATCH application/apply-patch+cbor 415",
        ],
      },
      { KUBE_FEATURE_ClientsAllowCBOR: "true", KUBE_FEATURE_ClientsPreferCBOR: "true" },
    ],
    [
      "write again after a conflict",
      "conflicts",
      {
        counted: "50",
        texts: [
          'Operation cannot be fulfilled on configmaps "counter": the object has been modified; please apply your changes to the latest version and try again',
        ],
      },
    ],
    [
      "apply by typed configurations, and take them out again",
      "apply",
      {
        conflict: 'Apply failed with 1 conflict: conflict with "first": .spec.replicas',
        causes: ["FieldManagerConflict .spec.replicas"],
        secondOwns: 2,
        firstOwns: 0,
        unchanged: true,
      },
    ],
    [
      "read page by page",
      "pages",
      {
        pages: 3,
        names: 25,
        inOrder: true,
        remaining: 16,
        broken:
          "invalid continue token: continue key is not valid: invalid character 'º' in literal null (expecting 'u')",
        both: 'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided',
      },
    ],
    [
      "delete collections, and with preconditions",
      "deletions",
      {
        left: [6, 3, 0],
        refused:
          'Operation cannot be fulfilled on ConfigMap "guarded": the UID in the precondition (another) does not match the UID in record (UID). The object might have been deleted and then recreated',
        conflict: true,
      },
    ],
    [
      "are warned",
      "warnings",
      {
        deprecated: ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"],
        strict:
          'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "unknown"',
        unknown: ['unknown field "unknown"'],
        security: true,
      },
    ],
    [
      "wait and ask again when there are too many requests",
      "throttled",
      { hasDelay: true, delay: 1, retried: true },
    ],
    [
      "evict within a budget",
      "evictions",
      {
        first: "",
        second: "Cannot evict pod as it would violate the pod's disruption budget.",
        cause:
          "DisruptionBudget: The disruption budget guarded needs 1 healthy pods and has 1 currently",
        tooMany: true,
        absent: true,
      },
    ],
    [
      "elect a leader by a Lease, and another one when it lets go",
      "leaders",
      {
        order: ["first", "second"],
        early: 0,
        holder: "second",
        transitions: 1,
        strategyUnset: true,
      },
    ],
    [
      "use a token that is bound to a Pod, until the Pod is gone",
      "tokens",
      {
        user: "system:serviceaccount:NAMESPACE:default",
        podName: ["bound"],
        forbidden:
          'secrets is forbidden: User "system:serviceaccount:NAMESPACE:default" cannot list resource "secrets" in API group "" in the namespace "NAMESPACE"',
        allowed: false,
        authenticated: true,
        minutes: 10,
      },
    ],
    [
      "get a certificate signed and are known by it",
      "certificates",
      { user: "gopher", groups: ["burrow", "system:authenticated"] },
    ],
    [
      "count events, by both APIs",
      "events",
      {
        told: ["Normal go-events told by the new API", "Warning go-old-events told by the old API"],
      },
    ],
    ["scale what has a scale", "scaling", { selector: "app=scaled", updated: 3, patched: 2 }],
    [
      "run commands over SPDY",
      "exec_spdy",
      { ...streams, absent: 'unable to upgrade connection: pods "absent" not found' },
    ],
    [
      "run commands over WebSocket",
      "exec_websocket",
      { ...streams, absent: 'unable to upgrade streaming request: pods "absent" not found' },
    ],
    [
      "run commands over either, as kubectl does",
      "exec_fallback",
      { ...streams, absent: 'unable to upgrade connection: pods "absent" not found' },
    ],
    [
      "forward ports over SPDY, and through WebSocket",
      "forward",
      {
        spdy: 2,
        spdyComplaints: "",
        webSocket: 2,
        webSocketComplaints: "",
        either: 2,
        eitherComplaints: "",
        fallbacks: 0,
      },
    ],
    [
      "read logs",
      "logs",
      {
        some: true,
        followed: true,
        tail: 1,
        absent: "container absent is not valid for pod logged",
      },
    ],
  ])("%s", async (_title, name, expected, env) => {
    expect(await scenario(name, env)).toMatchObject(expected);
  });

  test("read the very bytes that k8s.io/api publishes of every kind", async ({ skip }) => {
    const dir = await goModuleDir("k8s.io/api");
    if (dir === undefined) return skip("k8s.io/api cannot be had");
    const published = join(dir, "testdata/HEAD");
    let same = 0;
    const different: string[] = [];
    for (const file of readdirSync(published).filter((name) => name.endsWith(".json"))) {
      const object = parseExact(readFileSync(join(published, file), "utf8")) as JsonObject;
      const bytes = encodeProtobuf(object);
      if (bytes === undefined) continue;
      const theirs = readFileSync(join(published, file.replace(/json$/, "pb")));
      if (theirs.equals(bytes)) same++;
      else different.push(file);
    }
    expect(different).toEqual([]);
    expect(same).toBeGreaterThan(65);
  });

  test("go on without a gap when the API server is killed and started again", async () => {
    const { apiUrl } = await cluster.status();
    const path = "path" in program ? program.path : "";
    const child = spawn(path, [cluster.kubeconfig, "restart"], {
      env: cluster.env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill());
    const ended = once(child, "close");
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect(await lines.next()).toMatchObject({ value: "watching" });
    await cluster.end("SIGKILL");
    await cluster.start(["--nodes", "2", "--port", new URL(apiUrl).port]);
    child.stdin.write("back\n");
    const { value } = await lines.next();
    expect(await ended).toEqual([0, null]);
    const found = JSON.parse(String(value)) as Record<string, number>;
    expect(found).toMatchObject({
      streams: 1,
      listed: 41,
      missing: 0,
      repeated: 0,
    });
  });
});
