/**
 * Metrics of HorizontalPodAutoscalers in the form that autoscaling/v1 has for them, which is found in annotations alone, and back:
 * v1 tells a target's kind by which of its fields are set. Source: pkg/apis/autoscaling/v1/conversion.go.
 */
import { compact } from "./compact.ts";
import type { MetricSpec, MetricStatus } from "./generated/types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";

type Part = JsonObject;
type Value = JsonValue | undefined;

const part = (value: Value): Part | undefined => (isJsonObject(value) ? value : undefined);
const given = (members: Readonly<Record<string, Value>>): Part => compact<Part>(members);
/** A quantity that is no pointer in Go. */
const quantity = (value: Value): JsonValue => value ?? "0";

/** The named parts of a metric, each taken over by its own rule, in the order of v1's fields. */
function converted(metric: Part, rules: Readonly<Record<string, (value: Part) => Part>>): Part {
  const parts = Object.entries(rules).map(([name, rule]): [string, Value] => {
    const value = part(metric[name]);
    return [name, value && rule(value)];
  });
  return given({ type: metric["type"] ?? "", ...Object.fromEntries(parts) });
}

/** The reference, without what is empty. */
const reference = (value: Value): Part => {
  const { kind = "", name = "", apiVersion } = part(value) ?? {};
  return given({ kind, name, apiVersion: apiVersion === "" ? undefined : apiVersion });
};
const identifier = (name: Value, selector: Value): Part => given({ name: name ?? "", selector });
const isZero = (value: Value): boolean =>
  value === undefined || Number.parseFloat(value as string) === 0;

const resourceFromV1 = (value: Part): Part => {
  const { name = "", container, targetAverageUtilization, targetAverageValue } = value;
  const type = targetAverageUtilization === undefined ? "AverageValue" : "Utilization";
  const target = given({
    type,
    averageValue: targetAverageValue,
    averageUtilization: targetAverageUtilization,
  });
  return given({ name, target, container });
};

export function metricFromV1(metric: Part): MetricSpec {
  return converted(metric, {
    object: ({ target, metricName, targetValue, selector, averageValue }) => {
      const byAverage = averageValue !== undefined;
      return {
        describedObject: reference(target),
        target: given({
          type: byAverage ? "AverageValue" : "Value",
          value: byAverage && isZero(targetValue) ? undefined : quantity(targetValue),
          averageValue,
        }),
        metric: identifier(metricName, selector),
      };
    },
    pods: ({ metricName, targetAverageValue, selector }) => ({
      metric: identifier(metricName, selector),
      target: { type: "AverageValue", averageValue: quantity(targetAverageValue) },
    }),
    resource: resourceFromV1,
    containerResource: (value) => ({
      ...resourceFromV1(value),
      container: value["container"] ?? "",
    }),
    external: ({ metricName, metricSelector, targetValue, targetAverageValue }) => ({
      metric: identifier(metricName, metricSelector),
      target: given({
        type: targetValue === undefined ? "AverageValue" : "Value",
        value: targetValue,
        averageValue: targetAverageValue,
      }),
    }),
  }) as unknown as MetricSpec;
}

export function metricToV1(metric: MetricSpec): Part {
  return converted(metric as unknown as Part, {
    object: ({ describedObject, target, metric: what }) =>
      given({
        target: reference(describedObject),
        metricName: part(what)?.["name"] ?? "",
        targetValue: quantity(part(target)?.["value"]),
        selector: part(what)?.["selector"],
        averageValue: part(target)?.["averageValue"],
      }),
    pods: ({ metric: what, target }) =>
      given({
        metricName: part(what)?.["name"] ?? "",
        targetAverageValue: quantity(part(target)?.["averageValue"]),
        selector: part(what)?.["selector"],
      }),
    resource: ({ name = "", target }) =>
      given({
        name,
        targetAverageUtilization: part(target)?.["averageUtilization"],
        targetAverageValue: part(target)?.["averageValue"],
      }),
    containerResource: ({ name = "", container = "", target }) =>
      given({
        name,
        targetAverageUtilization: part(target)?.["averageUtilization"],
        targetAverageValue: part(target)?.["averageValue"],
        container,
      }),
    external: ({ metric: what, target }) =>
      given({
        metricName: part(what)?.["name"] ?? "",
        metricSelector: part(what)?.["selector"],
        targetValue: part(target)?.["value"],
        targetAverageValue: part(target)?.["averageValue"],
      }),
  });
}

const resourceStatusFromV1 = ({ name = "", ...value }: Part): Part => ({
  name,
  current: given({
    averageValue: quantity(value["currentAverageValue"]),
    averageUtilization: value["currentAverageUtilization"],
  }),
});

export function metricStatusFromV1(metric: Part): MetricStatus {
  return converted(metric, {
    object: ({ target, metricName, currentValue, selector, averageValue }) => ({
      metric: identifier(metricName, selector),
      current: given({ value: quantity(currentValue), averageValue }),
      describedObject: reference(target),
    }),
    pods: ({ metricName, currentAverageValue, selector }) => ({
      metric: identifier(metricName, selector),
      current: { averageValue: quantity(currentAverageValue) },
    }),
    resource: resourceStatusFromV1,
    containerResource: (value) => ({
      ...resourceStatusFromV1(value),
      container: value["container"] ?? "",
    }),
    external: ({ metricName, metricSelector, currentValue, currentAverageValue }) => ({
      metric: identifier(metricName, metricSelector),
      current: given({ value: quantity(currentValue), averageValue: currentAverageValue }),
    }),
  }) as unknown as MetricStatus;
}

export function metricStatusToV1(metric: MetricStatus): Part {
  return converted(metric as unknown as Part, {
    object: ({ metric: what, current, describedObject }) =>
      given({
        target: reference(describedObject),
        metricName: part(what)?.["name"] ?? "",
        currentValue: quantity(part(current)?.["value"]),
        selector: part(what)?.["selector"],
        averageValue: part(current)?.["averageValue"],
      }),
    pods: ({ metric: what, current }) =>
      given({
        metricName: part(what)?.["name"] ?? "",
        currentAverageValue: quantity(part(current)?.["averageValue"]),
        selector: part(what)?.["selector"],
      }),
    resource: ({ name = "", current }) =>
      given({
        name,
        currentAverageUtilization: part(current)?.["averageUtilization"],
        currentAverageValue: quantity(part(current)?.["averageValue"]),
      }),
    containerResource: ({ name = "", container = "", current }) =>
      given({
        name,
        currentAverageUtilization: part(current)?.["averageUtilization"],
        currentAverageValue: quantity(part(current)?.["averageValue"]),
        container,
      }),
    external: ({ metric: what, current }) =>
      given({
        metricName: part(what)?.["name"] ?? "",
        metricSelector: part(what)?.["selector"],
        currentValue: quantity(part(current)?.["value"]),
        currentAverageValue: part(current)?.["averageValue"],
      }),
  });
}
