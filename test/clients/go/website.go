package main

import (
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// The operator's own kind, as kubebuilder lays such a file out.

var websiteVersion = schema.GroupVersion{Group: "web.example.com", Version: "v1"}

type WebsiteSpec struct {
	Replicas int32  `json:"replicas"`
	Message  string `json:"message,omitempty"`
	Class    string `json:"class,omitempty"`
}

type WebsiteStatus struct {
	ReadyReplicas      int32              `json:"readyReplicas,omitempty"`
	ObservedGeneration int64              `json:"observedGeneration,omitempty"`
	Conditions         []metav1.Condition `json:"conditions,omitempty"`
}

type Website struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              WebsiteSpec   `json:"spec"`
	Status            WebsiteStatus `json:"status,omitempty"`
}

type WebsiteList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Website `json:"items"`
}

func (w *Website) DeepCopyObject() runtime.Object {
	copied := *w
	w.ObjectMeta.DeepCopyInto(&copied.ObjectMeta)
	copied.Status.Conditions = append([]metav1.Condition(nil), w.Status.Conditions...)
	return &copied
}

func (l *WebsiteList) DeepCopyObject() runtime.Object {
	copied := *l
	l.ListMeta.DeepCopyInto(&copied.ListMeta)
	copied.Items = nil
	for index := range l.Items {
		copied.Items = append(copied.Items, *l.Items[index].DeepCopyObject().(*Website))
	}
	return &copied
}

func addWebsites(scheme *runtime.Scheme) {
	scheme.AddKnownTypes(websiteVersion, &Website{}, &WebsiteList{})
	metav1.AddToGroupVersion(scheme, websiteVersion)
}

func websiteDefinition() *apiextensionsv1.CustomResourceDefinition {
	object := func(properties map[string]apiextensionsv1.JSONSchemaProps) apiextensionsv1.JSONSchemaProps {
		return apiextensionsv1.JSONSchemaProps{Type: "object", Properties: properties}
	}
	text := apiextensionsv1.JSONSchemaProps{Type: "string"}
	number := apiextensionsv1.JSONSchemaProps{Type: "integer", Format: "int32"}
	condition := object(map[string]apiextensionsv1.JSONSchemaProps{
		"type": text, "status": text, "reason": text, "message": text,
		"lastTransitionTime": {Type: "string", Format: "date-time"},
		"observedGeneration": {Type: "integer", Format: "int64"},
	})
	condition.Required = []string{"type", "status"}
	mapList := "map"
	return &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: "websites.web.example.com"},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: websiteVersion.Group,
			Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{
				Plural: "websites", Singular: "website", Kind: "Website", ListKind: "WebsiteList",
				ShortNames: []string{"site"}, Categories: []string{"all"},
			},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: websiteVersion.Version, Served: true, Storage: true,
				Subresources: &apiextensionsv1.CustomResourceSubresources{
					Status: &apiextensionsv1.CustomResourceSubresourceStatus{},
				},
				SelectableFields: []apiextensionsv1.SelectableField{{JSONPath: ".spec.class"}},
				Schema: &apiextensionsv1.CustomResourceValidation{
					OpenAPIV3Schema: &apiextensionsv1.JSONSchemaProps{
						Type: "object",
						Properties: map[string]apiextensionsv1.JSONSchemaProps{
							"spec": object(map[string]apiextensionsv1.JSONSchemaProps{
								"replicas": number, "message": text, "class": text,
							}),
							"status": object(map[string]apiextensionsv1.JSONSchemaProps{
								"readyReplicas":      number,
								"observedGeneration": {Type: "integer", Format: "int64"},
								"conditions": {
									Type:         "array",
									Items:        &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &condition},
									XListType:    &mapList,
									XListMapKeys: []string{"type"},
								},
							}),
						},
					},
				},
			}},
		},
	}
}

// removeWebsites takes away what an earlier try has left: webhooks and finalizers that nobody answers for, and the definition.
func removeWebsites(w *world, direct client.Client) error {
	for _, webhooks := range []client.Object{
		&admissionregistrationv1.MutatingWebhookConfiguration{}, &admissionregistrationv1.ValidatingWebhookConfiguration{},
	} {
		if err := direct.DeleteAllOf(w, webhooks); err != nil {
			return err
		}
	}
	var sites WebsiteList
	if err := direct.List(w, &sites); err != nil && !meta.IsNoMatchError(err) {
		return ignoreNotFound(err)
	}
	none := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`))
	for index := range sites.Items {
		if err := direct.Patch(w, &sites.Items[index], none); ignoreNotFound(err) != nil {
			return err
		}
	}
	definition := websiteDefinition()
	if err := direct.Delete(w, definition); ignoreNotFound(err) != nil {
		return err
	}
	return w.until("the old definition to be gone", func() (bool, error) {
		err := direct.Get(w, client.ObjectKeyFromObject(definition), definition)
		return apierrors.IsNotFound(err), ignoreNotFound(err)
	})
}
