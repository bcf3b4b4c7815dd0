package main

import (
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
)

// environmentScenario is the suite of an operator that envtest points at a cluster which is there already. It waits ten seconds for the
// definition to be served, and no longer.
func environmentScenario(w *world) (any, error) {
	definition := websiteDefinition()
	definition.Spec.Group = w.namespace + ".example.com"
	definition.Name = "websites." + definition.Spec.Group
	ignore, none := admissionregistrationv1.Ignore, admissionregistrationv1.SideEffectClassNone
	path := "/validate"
	existing := true
	environment := &envtest.Environment{
		UseExistingCluster: &existing, Config: w.config,
		CRDInstallOptions: envtest.CRDInstallOptions{
			CRDs: []*apiextensionsv1.CustomResourceDefinition{definition}, CleanUpAfterUse: true,
		},
		WebhookInstallOptions: envtest.WebhookInstallOptions{
			ValidatingWebhooks: []*admissionregistrationv1.ValidatingWebhookConfiguration{{
				ObjectMeta: metav1.ObjectMeta{Name: w.namespace},
				Webhooks: []admissionregistrationv1.ValidatingWebhook{{
					Name: "v." + definition.Spec.Group, FailurePolicy: &ignore, SideEffects: &none, AdmissionReviewVersions: []string{"v1"},
					ClientConfig: admissionregistrationv1.WebhookClientConfig{
						Service: &admissionregistrationv1.ServiceReference{Namespace: w.namespace, Name: "webhooks", Path: &path},
					},
				}},
			}},
		},
	}
	config, err := environment.Start()
	if err != nil {
		return nil, err
	}
	direct, err := client.New(config, client.Options{})
	if err != nil {
		return nil, err
	}
	kind := websiteVersion.WithKind("Website").GroupKind()
	kind.Group = definition.Spec.Group
	mapping, err := direct.RESTMapper().RESTMapping(kind)
	if err != nil {
		return nil, err
	}
	if err := environment.Stop(); err != nil {
		return nil, err
	}
	if err := w.until("the kind to be gone", func() (bool, error) {
		again, err := client.New(config, client.Options{})
		if err != nil {
			return false, err
		}
		_, err = again.RESTMapper().RESTMapping(kind)
		return meta.IsNoMatchError(err), nil
	}); err != nil {
		return nil, err
	}
	return map[string]any{"resource": mapping.Resource.Resource}, nil
}
