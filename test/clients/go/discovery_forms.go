package main

import (
	"fmt"

	apidiscoveryv2 "k8s.io/api/apidiscovery/v2"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
)

const aggregatedSuffix = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

// differingDiscovery reads discovery as protobuf and as JSON, and names the documents that the Go types find different things in.
func differingDiscovery(w *world) (int, []string, error) {
	known := runtime.NewScheme()
	known.AddUnversionedTypes(
		schema.GroupVersion{Version: "v1"},
		&metav1.APIVersions{}, &metav1.APIGroupList{}, &metav1.APIGroup{}, &metav1.APIResourceList{},
	)
	if err := apidiscoveryv2.AddToScheme(known); err != nil {
		return 0, nil, err
	}
	decoder := serializer.NewCodecFactory(known).UniversalDeserializer()
	read := func(path, accept string, into runtime.Object) error {
		answer := w.clients.Discovery().RESTClient().Get().AbsPath(path).SetHeader("Accept", accept).Do(w)
		var contentType string
		body, err := answer.ContentType(&contentType).Raw()
		if err != nil {
			return err
		}
		if contentType != accept {
			return fmt.Errorf("%s is %q and not %q", path, contentType, accept)
		}
		_, _, err = decoder.Decode(body, nil, into)
		// The core group's documents name no version, which the decoder of protobuf makes up for.
		into.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
		return err
	}
	groups, err := w.clients.Discovery().ServerGroups()
	if err != nil {
		return 0, nil, err
	}
	type document struct {
		path, suffix string
		kind         func() runtime.Object
	}
	documents := []document{
		{"/api", "", func() runtime.Object { return &metav1.APIVersions{} }},
		{"/apis", "", func() runtime.Object { return &metav1.APIGroupList{} }},
		{"/api", aggregatedSuffix, func() runtime.Object { return &apidiscoveryv2.APIGroupDiscoveryList{} }},
		{"/apis", aggregatedSuffix, func() runtime.Object { return &apidiscoveryv2.APIGroupDiscoveryList{} }},
		{"/api/v1", "", func() runtime.Object { return &metav1.APIResourceList{} }},
	}
	for _, group := range groups.Groups {
		if group.Name == "" {
			continue
		}
		documents = append(documents, document{"/apis/" + group.Name, "", func() runtime.Object { return &metav1.APIGroup{} }})
		for _, version := range group.Versions {
			path := "/apis/" + version.GroupVersion
			documents = append(documents, document{path, "", func() runtime.Object { return &metav1.APIResourceList{} }})
		}
	}
	var differing []string
	for _, each := range documents {
		binary, text := each.kind(), each.kind()
		if err := read(each.path, runtime.ContentTypeProtobuf+each.suffix, binary); err != nil {
			return 0, nil, err
		}
		if err := read(each.path, runtime.ContentTypeJSON+each.suffix, text); err != nil {
			return 0, nil, err
		}
		if !apiequality.Semantic.DeepEqual(binary, text) {
			differing = append(differing, each.path+each.suffix)
		}
	}
	return len(documents), differing, nil
}
