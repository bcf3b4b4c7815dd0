/**
 * Reads a KubeSchedulerConfiguration file (kubescheduler.config.k8s.io/v1, YAML or JSON): decoded strictly, defaulted and
 * validated as kube-scheduler does, and refused in its words.
 */
import { DecodeFault } from "../../api/decode/decode-error.ts";
import { decodeYaml, yamlPrefix } from "../../api/decode/yaml.ts";
import { deepFreeze, isJsonObject } from "../../api/json.ts";
import type { JsonObject, JsonValue } from "../../api/json.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import { GoText } from "../../api/validation/go-text.ts";
import { duplicate, invalidValue, quote, required } from "../../api/validation/field-errors.ts";
import {
  argumentShapes,
  configurationShape,
  misshapen,
  pluginPoints,
} from "./configuration-shape.ts";
import { checkExtenders, checkQueueSorts, checkSurroundings } from "./check-configuration.ts";
import { expandMultiPoint, mergePluginSets, PluginSetError } from "./plugin-sets.ts";
import type { PluginSet, PluginSets } from "./plugin-sets.ts";
import { defaultPluginArguments, defaultSchedulerName } from "./profile.ts";
import type {
  PluginArguments,
  SchedulerConfiguration,
  SchedulerProfile,
  ShapePoint,
} from "./profile.ts";
import { argumentChecks, checkFit } from "./validate-arguments.ts";

const apiVersion = "kubescheduler.config.k8s.io/v1";
const kind = "KubeSchedulerConfiguration";

/** Why no scheduler can be made of a file: a text for whoever wrote it. */
export class SchedulerConfigurationError extends Error {}

/** Plugins that were part of kube-scheduler before (invalidPluginsByVersion). */
const removedPlugins = new Set(["AzureDiskLimits", "CinderLimits", "EBSLimits", "GCEPDLimits"]);

/** Throws SchedulerConfigurationError. */
export function readSchedulerConfiguration(text: string): SchedulerConfiguration {
  const document = decode(text);
  const { strict, mismatch } = misshapen(document, configurationShape);
  if (mismatch !== undefined) throw new SchedulerConfigurationError(mismatch);
  refuse([...strict, ...misshapenArguments(document)]);
  const errors: FieldErrors = [];
  checkSurroundings(errors, document);
  const profiles = readProfiles(document, errors);
  checkQueueSorts(errors, profiles);
  const numbers = readNumbers(document, errors);
  checkExtenders(errors, listOf(document["extenders"]));
  if (errors.length > 0) throw new SchedulerConfigurationError(textOfAll(errors));
  return deepFreeze({ profiles: profiles.map(toProfile), ...numbers });
}

function decode(text: string): JsonObject {
  let decoded: ReturnType<typeof decodeYaml>;
  try {
    decoded = decodeYaml(text, yamlPrefix);
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    throw new SchedulerConfigurationError(error.message);
  }
  const { value, duplicateFields } = decoded;
  const document = isJsonObject(value) ? value : {};
  const [actualKind, actualVersion] = [document["kind"], document["apiVersion"]];
  if (!actualKind) throw new SchedulerConfigurationError("Object 'Kind' is missing");
  if (!actualVersion) throw new SchedulerConfigurationError("Object 'apiVersion' is missing");
  if (actualKind !== kind || actualVersion !== apiVersion) {
    const [asked, version] = [quote(textOf(actualKind)), quote(textOf(actualVersion))];
    throw new SchedulerConfigurationError(
      `no kind ${asked} is registered for version ${version} in scheme "pkg/scheduler/apis/config/scheme"`,
    );
  }
  refuse(duplicateFields);
  return document;
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function refuse(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new SchedulerConfigurationError(`strict decoding error: ${faults.join(", ")}`);
}

function textOfAll(errors: FieldErrors): string {
  return aggregate(errors.map(({ field, message }) => `${field}: ${message}`));
}

/** As Go prints several errors in one. */
function aggregate(messages: readonly string[]): string {
  const different = [...new Set(messages)];
  return different.length === 1 ? (different[0] ?? "") : `[${different.join(", ")}]`;
}

function readNumbers(
  document: JsonObject,
  errors: FieldErrors,
): Omit<SchedulerConfiguration, "profiles"> {
  checkPercentage(errors, "percentageOfNodesToScore", document["percentageOfNodesToScore"]);
  const podInitialBackoffSeconds = numberOf(document["podInitialBackoffSeconds"], 1);
  const podMaxBackoffSeconds = numberOf(document["podMaxBackoffSeconds"], 10);
  if (podInitialBackoffSeconds <= 0) {
    const detail = "must be greater than 0";
    errors.push(invalidValue("podInitialBackoffSeconds", podInitialBackoffSeconds, detail));
  }
  if (podMaxBackoffSeconds < podInitialBackoffSeconds) {
    const detail = "must be greater than or equal to PodInitialBackoffSeconds";
    errors.push(invalidValue("podMaxBackoffSeconds", podMaxBackoffSeconds, detail));
  }
  return { podInitialBackoffSeconds, podMaxBackoffSeconds };
}

/** It is accepted and has no effect: every node is scored. */
function checkPercentage(errors: FieldErrors, path: string, value: JsonValue | undefined): void {
  const percentage = numberOf(value, 0);
  if (percentage >= 0 && percentage <= 100) return;
  errors.push(invalidValue(path, percentage, "not in valid range [0-100]"));
}

interface ReadProfile {
  readonly schedulerName: string;
  /** As the file has it. */
  readonly queueSort: JsonValue | undefined;
  readonly sets: PluginSets;
  readonly args: PluginArguments;
}

function readProfiles(document: JsonObject, errors: FieldErrors): readonly ReadProfile[] {
  const given = listOf(document["profiles"]).map((item) => (isJsonObject(item) ? item : {}));
  const list = given.length === 0 ? [{}] : given;
  const known = new Set<string>();
  return list.map((item: JsonObject, i) => {
    const path = `profiles[${i}]`;
    const alone = list.length === 1 ? defaultSchedulerName : "";
    const name = item["schedulerName"];
    const schedulerName = typeof name === "string" ? name : alone;
    if (schedulerName === "") errors.push(required(`${path}.schedulerName`));
    checkPercentage(errors, `${path}.percentageOfNodesToScore`, item["percentageOfNodesToScore"]);
    const plugins = isJsonObject(item["plugins"]) ? item["plugins"] : {};
    const sets = readPlugins(plugins, `${path}.plugins`, errors);
    const args = readArguments(listOf(item["pluginConfig"]), `${path}.pluginConfig`, errors);
    if (known.has(schedulerName)) {
      // Kubernetes names the other field as the value, which prints as nothing.
      errors.push(duplicate(`${path}.schedulerName`, {}));
    }
    known.add(schedulerName);
    return { schedulerName, queueSort: plugins["queueSort"], sets, args };
  });
}

function readPlugins(points: JsonObject, path: string, errors: FieldErrors): PluginSets {
  const sets: Record<string, PluginSet> = {};
  for (const point of pluginPoints) {
    const set = points[point];
    if (!isJsonObject(set)) continue;
    const enabled = listOf(set["enabled"]).map(pluginOf);
    for (const [i, { name, weight }] of enabled.entries()) {
      const at = `${path}.${point}.enabled[${i}]`;
      // In multiPoint it is merely unknown.
      if (point !== "multiPoint") checkRemoved(errors, at, name);
      // Kubernetes takes them, and schedules by what no one can foresee.
      if (weight < 0) errors.push(invalidValue(`${at}.weight`, weight, "must not be negative"));
    }
    sets[point] = { enabled, disabled: listOf(set["disabled"]).map(pluginOf) };
  }
  return mergePluginSets(sets);
}

function checkRemoved(errors: FieldErrors, path: string, name: string): void {
  if (!removedPlugins.has(name)) return;
  const detail = `was invalid in version "${apiVersion}" (${kind} is version "${apiVersion}")`;
  errors.push(invalidValue(path, name, detail));
}

function pluginOf(value: JsonValue): { readonly name: string; readonly weight: number } {
  const { name, weight } = isJsonObject(value) ? value : ({} as JsonObject);
  return { name: typeof name === "string" ? name : "", weight: numberOf(weight, 0) };
}

function readArguments(
  configs: readonly JsonValue[],
  path: string,
  errors: FieldErrors,
): PluginArguments {
  const all: Record<string, unknown> = { ...defaultPluginArguments };
  const seen = new Set<string>();
  for (const [i, config] of configs.entries()) {
    const { name = "", args = {} } = config as {
      readonly name?: string;
      readonly args?: JsonValue;
    };
    const at = `${path}[${i}]`;
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
    checkRemoved(errors, at, name);
    const object = isJsonObject(args) ? args : {};
    if (!isWithArguments(name)) continue;
    const given = withDefaults(name, object);
    all[name] = given;
    if (isChecked(name)) {
      const check = argumentChecks[name] as (
        errors: FieldErrors,
        path: string,
        args: unknown,
      ) => void;
      check(errors, `${at}.args`, given);
    }
    if (name === "VolumeBinding" && object["shape"] != null) {
      const detail =
        "unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring";
      const points = listOf(object["shape"]).map(pointOf);
      const text = points.map(
        ({ utilization, score }) => `{"Utilization":${utilization},"Score":${score}}`,
      );
      errors.push(invalidValue(`${at}.args.shape`, new GoText(`[${text.join(",")}]`), detail));
    }
  }
  return all as unknown as PluginArguments;
}

function isWithArguments(name: string): name is keyof PluginArguments {
  return Object.hasOwn(defaultPluginArguments, name);
}

function isChecked(name: string): name is keyof typeof argumentChecks {
  return Object.hasOwn(argumentChecks, name);
}

/** Arguments are read apart, each as what its plugin takes; those of plugins that are not known are left to them. */
function misshapenArguments(document: JsonObject): readonly string[] {
  return listOf(document["profiles"]).flatMap((profile, i) =>
    listOf(objectOf(profile)["pluginConfig"]).flatMap((config, j) => {
      const { name, args } = objectOf(config);
      const plugin = typeof name === "string" ? name : "";
      const shape = Object.hasOwn(argumentShapes, plugin) ? argumentShapes[plugin] : undefined;
      if (shape === undefined || args == null) return [];
      const at = `decoding .profiles[${i}].pluginConfig[${j}]:`;
      checkKind(plugin, objectOf(args), at);
      const { strict, mismatch } = misshapen(args, shape);
      const decoding = `decoding args for plugin ${plugin}:`;
      if (mismatch !== undefined) {
        throw new SchedulerConfigurationError(`${at} ${decoding} ${mismatch}`);
      }
      if (strict.length === 0) return [];
      const error = "strict decoding error:";
      return [`${at} ${error} ${decoding} ${error} ${strict.join(", ")}`];
    }),
  );
}

function checkKind(plugin: string, args: JsonObject, at: string): void {
  const asked = args["kind"];
  if (asked == null || asked === `${plugin}Args`) return;
  throw new SchedulerConfigurationError(
    `${at} args for plugin ${plugin} were not of type ${plugin}Args.kubescheduler.config.k8s.io, got ${textOf(asked)}.kubescheduler.config.k8s.io`,
  );
}

/** Arguments as they come, over the defaults of their plugin; weights that are absent or 0 are 1. */
function withDefaults(name: keyof PluginArguments, given: JsonObject): unknown {
  const { apiVersion: _version, kind: _kind, shape: _shape, ...rest } = given;
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const args: Record<string, unknown> = { ...defaultPluginArguments[name], ...present };
  if (name === "NodeResourcesBalancedAllocation")
    args["resources"] = resourcesOf(given["resources"]);
  if (name === "PodTopologySpread") {
    args["defaultConstraints"] = listOf(given["defaultConstraints"]).map((constraint) => ({
      maxSkew: 0,
      topologyKey: "",
      whenUnsatisfiable: "",
      ...(isJsonObject(constraint) ? constraint : {}),
    }));
    args["defaultingType"] = given["defaultingType"] || "System";
  }
  if (name === "NodeResourcesFit") {
    const strategy = isJsonObject(given["scoringStrategy"]) ? given["scoringStrategy"] : undefined;
    const { type, requestedToCapacityRatio: ratio } = strategy ?? {};
    args["scoringStrategy"] = {
      type: strategy === undefined ? "LeastAllocated" : (type ?? ""),
      resources: resourcesOf(strategy?.["resources"]),
      ...(isJsonObject(ratio)
        ? { requestedToCapacityRatio: { shape: listOf(ratio["shape"]).map(pointOf) } }
        : {}),
    };
  }
  return args;
}

function resourcesOf(value: JsonValue | undefined): unknown {
  const list = listOf(value).map((item) => {
    const { name, weight } = pluginOf(item);
    return { name, weight: weight || 1 };
  });
  return list.length > 0 ? list : defaultPluginArguments.NodeResourcesBalancedAllocation.resources;
}

function pointOf(value: JsonValue): ShapePoint {
  const { utilization, score } = isJsonObject(value) ? value : ({} as JsonObject);
  return { utilization: numberOf(utilization, 0), score: numberOf(score, 0) };
}

function toProfile({ schedulerName, sets, args }: ReadProfile): SchedulerProfile {
  try {
    checkMade(sets, args);
    const plugins = expandMultiPoint(sets);
    const [sorts, binds] = [plugins.queueSort.length, plugins.bind.length];
    const ofProfile = `for profile with scheduler name ${quote(schedulerName)}`;
    if (sorts !== 1) {
      throw new PluginSetError(
        `only one queue sort plugin required ${ofProfile}, but got ${sorts}`,
      );
    }
    if (binds === 0) throw new PluginSetError(`at least one bind plugin is needed ${ofProfile}`);
    return { schedulerName, plugins, args };
  } catch (error) {
    if (!(error instanceof PluginSetError)) throw error;
    throw new SchedulerConfigurationError(
      `initializing profiles: creating profile for scheduler name ${schedulerName}: ${error.message}`,
    );
  }
}

/** What plugins look at themselves when they are made. */
function checkMade(sets: PluginSets, args: PluginArguments): void {
  const name = "NodeResourcesFit";
  const needed = Object.values(sets).some(({ enabled }) =>
    enabled.some((plugin) => plugin.name === name),
  );
  if (!needed) return;
  const errors: FieldErrors = [];
  checkFit(errors, args[name]);
  if (errors.length === 0) return;
  throw new PluginSetError(`initializing plugin ${quote(name)}: ${textOfAll(errors)}`);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function numberOf(value: JsonValue | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
