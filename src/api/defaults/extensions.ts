/** Defaults of what extends the API: webhooks, admission policies, custom resources, API services. */
import type {
  APIService,
  CustomResourceDefinition,
  MatchResources,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from "../generated/types.ts";
import { fill, fillAbsent, mapShared, put, within } from "./fill.ts";

const everything = Object.freeze({});
const httpsPort = 443;

export function defaultMutatingWebhooks(
  configuration: MutatingWebhookConfiguration,
): MutatingWebhookConfiguration {
  const webhooks = mapShared(configuration.webhooks, (webhook) =>
    fillAbsent(defaultWebhook(webhook), { reinvocationPolicy: "Never" }),
  );
  return put(configuration, "webhooks", webhooks);
}

export function defaultValidatingWebhooks(
  configuration: ValidatingWebhookConfiguration,
): ValidatingWebhookConfiguration {
  return put(configuration, "webhooks", mapShared(configuration.webhooks, defaultWebhook));
}

function defaultWebhook<T extends MutatingWebhook | ValidatingWebhook>(webhook: T): T {
  let result: MutatingWebhook | ValidatingWebhook = fillAbsent<MutatingWebhook | ValidatingWebhook>(
    webhook,
    {
      failurePolicy: "Fail",
      matchPolicy: "Equivalent",
      namespaceSelector: everything,
      objectSelector: everything,
      timeoutSeconds: 10,
    },
  );
  result = within(result, "clientConfig", (config) =>
    within(config, "service", (service) => fill(service, { port: httpsPort })),
  );
  const rules = mapShared(result.rules, (rule) => fillAbsent(rule, { scope: "*" }));
  return put(result, "rules", rules) as T;
}

function defaultMatch(match: MatchResources): MatchResources {
  let result = fillAbsent(match, {
    matchPolicy: "Equivalent",
    namespaceSelector: everything,
    objectSelector: everything,
  });
  for (const field of ["resourceRules", "excludeResourceRules"] as const) {
    result = put(
      result,
      field,
      mapShared(result[field], (rule) => fillAbsent(rule, { scope: "*" })),
    );
  }
  return result;
}

export function defaultValidatingPolicy(
  policy: ValidatingAdmissionPolicy,
): ValidatingAdmissionPolicy {
  return within(policy, "spec", (spec) =>
    within(fillAbsent(spec, { failurePolicy: "Fail" }), "matchConstraints", defaultMatch),
  );
}

export function defaultMutatingPolicy(policy: MutatingAdmissionPolicy): MutatingAdmissionPolicy {
  return within(policy, "spec", (spec) =>
    within(fillAbsent(spec, { failurePolicy: "Fail" }), "matchConstraints", defaultMatch),
  );
}

export function defaultPolicyBinding<
  T extends ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding,
>(binding: T): T {
  const matchResources = binding.spec?.matchResources;
  if (!matchResources) return binding;
  const changed = defaultMatch(matchResources);
  if (changed === matchResources) return binding;
  return { ...binding, spec: { ...binding.spec, matchResources: changed } };
}

export function defaultApiService(service: APIService): APIService {
  return within(service, "spec", (spec) =>
    within(spec, "service", (reference) => fill(reference, { port: httpsPort })),
  );
}

/** Names follow from the kind; a scale subresource, a webhook's port and column formats have no defaults that matter here. */
export function defaultCustomResourceDefinition(
  definition: CustomResourceDefinition,
): CustomResourceDefinition {
  return within(definition, "spec", (spec) => {
    const named = within(spec, "names", (names) => {
      const kind = names.kind ?? "";
      if (kind === "") return names;
      return fill(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
    });
    const converted = fill(named, { conversion: { strategy: "None" } });
    return within(converted, "conversion", (conversion) => {
      return within(conversion, "webhook", (webhook) =>
        within(webhook, "clientConfig", (config) =>
          within(config, "service", (service) => fill(service, { port: httpsPort })),
        ),
      );
    });
  });
}

/** What an APIService without a Service says of itself. */
export const localAvailability = {
  status: "True",
  reason: "Local",
  message: "Local APIServices are always available",
} as const;
