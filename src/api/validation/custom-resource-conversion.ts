/** How a CustomResourceDefinition says that its versions are converted (apiextensions validation.go: validateCustomResourceConversion). */
import type { CustomResourceDefinition, WebhookConversion } from "../generated/types.ts";
import { caBundleFault } from "../certificates/ca-bundle.ts";
import {
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { dns1035Label } from "./names.ts";
import { validateClientConfig } from "./webhooks.ts";

const strategies = ["None", "Webhook"];
/** The versions of ConversionReview that there are. */
const reviews = ["v1", "v1beta1"];

export function validateConversion(
  errors: FieldErrors,
  { conversion }: CustomResourceDefinition["spec"],
  previous: CustomResourceDefinition | undefined,
): void {
  if (!conversion) return;
  const path = "spec.conversion";
  const { strategy, webhook } = conversion;
  if (!strategy) errors.push(required(`${path}.strategy`));
  else if (!strategies.includes(strategy)) {
    errors.push(notSupported(`${path}.strategy`, strategy, strategies));
  }
  const config = webhook?.clientConfig;
  if (strategy === "Webhook") {
    const at = `${path}.webhookClientConfig`;
    if (!config) errors.push(required(at, "required when strategy is set to Webhook"));
    else {
      validateClientConfig(errors, at, config);
      const fault = toleratesBundle(previous) ? undefined : caBundleFault(config.caBundle ?? "");
      if (fault) errors.push(invalidValue(`${at}.caBundle`, config.caBundle, fault));
    }
    const before = previous?.spec?.conversion?.webhook?.conversionReviewVersions ?? [];
    const known = before.length === 0 || before.some((version) => reviews.includes(version));
    validateReviews(errors, webhook, { requireKnown: known });
    return;
  }
  const message = "should not be set when strategy is not set to Webhook";
  if (config) errors.push(forbiddenField(`${path}.webhookClientConfig`, message));
  if ((webhook?.conversionReviewVersions ?? []).length > 0) {
    errors.push(forbiddenField(`${path}.conversionReviewVersions`, message));
  }
}

/** What is not served yet may have any, and what has one that is no good may go on so. */
function toleratesBundle(previous: CustomResourceDefinition | undefined): boolean {
  // Null where there are none yet.
  const isServed = (previous?.status?.conditions ?? []).some(
    ({ type, status }) => type === "Established" && status === "True",
  );
  if (!isServed) return true;
  const { caBundle = "" } = previous?.spec.conversion?.webhook?.clientConfig ?? {};
  return caBundleFault(caBundle) !== undefined;
}

function validateReviews(
  errors: FieldErrors,
  webhook: WebhookConversion | undefined,
  { requireKnown }: { readonly requireKnown: boolean },
): void {
  const path = "spec.conversion.conversionReviewVersions";
  const versions = webhook?.conversionReviewVersions ?? [];
  if (versions.length === 0) {
    errors.push(required(path));
    return;
  }
  const seen = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const at = `${path}[${index}]`;
    if (seen.has(version)) {
      errors.push(invalidValue(at, version, "duplicate version"));
      continue;
    }
    seen.add(version);
    for (const message of dns1035Label(version)) errors.push(invalidValue(at, version, message));
  }
  if (requireKnown && !reviews.some((version) => seen.has(version))) {
    const message = `must include at least one of ${reviews.join(", ")}`;
    errors.push(invalidValue(path, versions, message));
  }
}
