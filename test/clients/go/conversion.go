package main

import (
	"context"
	"fmt"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/conversion"
)

var oldWebsiteVersion = schema.GroupVersion{Group: websiteVersion.Group, Version: "v1beta1"}

// OldWebsite is what a Website was before its message had this name: the manager's webhook server converts between the two.
type OldWebsite struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              OldWebsiteSpec `json:"spec"`
	Status            WebsiteStatus  `json:"status,omitempty"`
}

type OldWebsiteSpec struct {
	Size  int32  `json:"size"`
	Title string `json:"title,omitempty"`
	Class string `json:"class,omitempty"`
}

type OldWebsiteList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []OldWebsite `json:"items"`
}

func (w *OldWebsite) DeepCopyObject() runtime.Object {
	copied := *w
	w.ObjectMeta.DeepCopyInto(&copied.ObjectMeta)
	copied.Status.Conditions = append([]metav1.Condition(nil), w.Status.Conditions...)
	return &copied
}

func (l *OldWebsiteList) DeepCopyObject() runtime.Object {
	copied := *l
	copied.Items = append([]OldWebsite(nil), l.Items...)
	return &copied
}

func (*Website) Hub() {}

func (w *OldWebsite) ConvertTo(hub conversion.Hub) error {
	site := hub.(*Website)
	site.ObjectMeta, site.Status = w.ObjectMeta, w.Status
	site.Spec = WebsiteSpec{Replicas: w.Spec.Size, Message: w.Spec.Title, Class: w.Spec.Class}
	return nil
}

func (w *OldWebsite) ConvertFrom(hub conversion.Hub) error {
	site := hub.(*Website)
	if site.Spec.Message == "beyond words" {
		return fmt.Errorf("%s has no title", site.Name)
	}
	w.ObjectMeta, w.Status = site.ObjectMeta, site.Status
	w.Spec = OldWebsiteSpec{Size: site.Spec.Replicas, Title: site.Spec.Message, Class: site.Spec.Class}
	return nil
}

func addOldWebsites(scheme *runtime.Scheme) {
	scheme.AddKnownTypeWithName(oldWebsiteVersion.WithKind("Website"), &OldWebsite{})
	scheme.AddKnownTypeWithName(oldWebsiteVersion.WithKind("WebsiteList"), &OldWebsiteList{})
	metav1.AddToGroupVersion(scheme, oldWebsiteVersion)
}

// serveOldWebsites adds the old version to the definition, and the webhook that converts.
func serveOldWebsites(ctx context.Context, c client.Client, port int, caBundle []byte) error {
	definition := websiteDefinition()
	if err := c.Get(ctx, client.ObjectKeyFromObject(definition), definition); err != nil {
		return err
	}
	old := definition.Spec.Versions[0].DeepCopy()
	old.Name, old.Storage = oldWebsiteVersion.Version, false
	// Of versions with schemas of their own, the same selectable fields are refused.
	old.SelectableFields = nil
	spec := old.Schema.OpenAPIV3Schema.Properties["spec"]
	spec.Properties["size"], spec.Properties["title"] = spec.Properties["replicas"], spec.Properties["message"]
	delete(spec.Properties, "replicas")
	delete(spec.Properties, "message")
	definition.Spec.Versions = append(definition.Spec.Versions, *old)
	url := fmt.Sprintf("https://127.0.0.1:%d/convert", port)
	definition.Spec.Conversion = &apiextensionsv1.CustomResourceConversion{
		Strategy: apiextensionsv1.WebhookConverter,
		Webhook: &apiextensionsv1.WebhookConversion{
			ClientConfig:             &apiextensionsv1.WebhookClientConfig{URL: &url, CABundle: caBundle},
			ConversionReviewVersions: []string{"v1"},
		},
	}
	return c.Update(ctx, definition)
}

// conversion reads and writes Websites in their old version: what is stored, listed, watched and applied is converted.
func (s *operatorStory) conversion(facts *operatorFacts, _ *runningManager) error {
	old := &OldWebsite{ObjectMeta: metav1.ObjectMeta{Name: "shop", Namespace: s.namespace}}
	if err := s.until("the old version", func() (bool, error) {
		err := s.direct.Get(s, client.ObjectKeyFromObject(old), old)
		return err == nil, ignoreNotFound(err)
	}); err != nil {
		return err
	}
	facts.OldTitle = old.Spec.Title
	made := &OldWebsite{
		ObjectMeta: metav1.ObjectMeta{Name: "old", Namespace: s.namespace}, Spec: OldWebsiteSpec{Size: 1, Title: "since 1999"},
	}
	if err := s.direct.Create(s, made); err != nil {
		return err
	}
	var stored Website
	if err := s.direct.Get(s, keyOf(s.namespace, "old"), &stored); err != nil {
		return err
	}
	facts.NewMessage = stored.Spec.Message
	var list OldWebsiteList
	if err := s.direct.List(s, &list, client.InNamespace(s.namespace)); err != nil {
		return err
	}
	for _, site := range list.Items {
		facts.OldTitles = append(facts.OldTitles, site.Spec.Title)
	}
	if err := s.direct.Create(s, s.website("wordless", 0, "beyond words")); err != nil {
		return err
	}
	facts.Unconverted = errorText(s.direct.Get(s, keyOf(s.namespace, "wordless"), &OldWebsite{}))
	for _, name := range []string{"old", "wordless"} {
		if err := s.direct.Delete(s, s.website(name, 0, "")); err != nil {
			return err
		}
	}
	return nil
}
