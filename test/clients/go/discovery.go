package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/openapi"
	"k8s.io/client-go/openapi3"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// discoveryScenario maps kinds to resources, lists every resource that discovery names, and reads the schema of each version.
func discoveryScenario(w *world) (any, error) {
	cached := memory.NewMemCacheClient(w.clients.Discovery())
	mapper := restmapper.NewShortcutExpander(restmapper.NewDeferredDiscoveryRESTMapper(cached), cached, func(string) {})
	mapped := map[string]string{}
	for _, short := range []string{"po", "deploy.apps", "hpa", "sc", "crd", "netpol", "pdb"} {
		resource, err := mapper.ResourceFor(schema.ParseGroupResource(short).WithVersion(""))
		if err != nil {
			return nil, err
		}
		mapped[short] = resource.GroupVersion().String() + " " + resource.Resource
	}
	_, absent := mapper.RESTMapping(schema.GroupKind{Group: "absent.example.com", Kind: "Absent"})
	listed, odd, err := listEverything(w, cached)
	if err != nil {
		return nil, err
	}
	root := openapi3.NewRoot(openapi.NewClient(w.clients.Discovery().RESTClient()))
	versions, err := root.GroupVersions()
	if err != nil {
		return nil, err
	}
	schemas := 0
	for _, version := range versions {
		document, err := root.GVSpec(version)
		if err != nil {
			return nil, fmt.Errorf("the schema of %v: %w", version, err)
		}
		schemas += len(document.Components.Schemas)
	}
	old, err := w.clients.Discovery().OpenAPISchema()
	if err != nil {
		return nil, err
	}
	discoveries := w.requests.matching(func(line exchange) bool {
		return line.path == "/api" || line.path == "/apis" || strings.Contains(line.accept, "APIGroupDiscoveryList")
	})
	return map[string]any{
		"mapped": mapped, "noMatch": meta.IsNoMatchError(absent), "listed": listed > 50, "odd": odd,
		"schemas": schemas > 500, "definitions": len(old.Definitions.AdditionalProperties) > 500, "discoveries": len(discoveries),
	}, nil
}

// listEverything lists each resource that has the verb, by the dynamic client, and names those that come with another kind.
func listEverything(w *world, cached discovery.CachedDiscoveryInterface) (int, []string, error) {
	client, err := dynamic.NewForConfig(w.config)
	if err != nil {
		return 0, nil, err
	}
	lists, err := cached.ServerPreferredResources()
	if err != nil {
		return 0, nil, err
	}
	listable := discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list"}}, lists)
	resources, err := discovery.GroupVersionResources(listable)
	if err != nil {
		return 0, nil, err
	}
	var odd []string
	for resource := range resources {
		list, err := client.Resource(resource).List(w, metav1.ListOptions{})
		if err != nil {
			return 0, nil, fmt.Errorf("listing %v: %w", resource, err)
		}
		if !strings.HasSuffix(list.GetKind(), "List") || list.GetAPIVersion() != resource.GroupVersion().String() {
			odd = append(odd, resource.String())
		}
	}
	return len(resources), odd, nil
}

// contentsScenario reads every object of the cluster and its discovery as protobuf and as JSON, and compares what the Go types hold.
func contentsScenario(w *world) (any, error) {
	if err := w.runPod("contents", map[string]string{"app": "contents"}); err != nil {
		return nil, err
	}
	if err := makeWordyDefinition(w); err != nil {
		return nil, err
	}
	lists, err := discovery.ServerPreferredResources(w.clients.Discovery())
	if err != nil {
		return nil, err
	}
	compared, objects := 0, 0
	var differing []string
	for _, list := range discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"list"}}, lists) {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return nil, err
		}
		for _, resource := range list.APIResources {
			kind := version.WithKind(resource.Kind + "List")
			if !scheme.Scheme.Recognizes(kind) {
				continue
			}
			same, count, err := sameInBothForms(w, kind, resource.Name)
			if err != nil {
				return nil, fmt.Errorf("%v: %w", kind, err)
			}
			compared, objects = compared+1, objects+count
			if !same {
				differing = append(differing, kind.String())
			}
		}
	}
	typed := w.requests.matching(func(line exchange) bool { return line.contentType == runtime.ContentTypeProtobuf })
	documents, differingDocuments, err := differingDiscovery(w)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"documents": documents > 40, "differingDocuments": differingDocuments,
		"compared": compared > 50, "objects": objects > 200, "differing": differing, "inProtobuf": len(typed) >= compared,
	}, nil
}

// makeWordyDefinition makes a definition with what JSON and protobuf write in their own ways: schemas or booleans, and any JSON.
func makeWordyDefinition(w *world) error {
	if err := apiextensionsv1.AddToScheme(scheme.Scheme); err != nil {
		return err
	}
	client, err := apiextensions.NewForConfig(withContentType(w.config, runtime.ContentTypeProtobuf))
	if err != nil {
		return err
	}
	definition := websiteDefinition()
	definition.Name, definition.Spec.Group = "websites."+w.namespace+".example.com", w.namespace+".example.com"
	half, none, text := 0.5, int64(0), apiextensionsv1.JSONSchemaProps{Type: "string"}
	properties := definition.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"].Properties
	properties["map"] = apiextensionsv1.JSONSchemaProps{
		Type: "object", AdditionalProperties: &apiextensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &text},
	}
	properties["number"] = apiextensionsv1.JSONSchemaProps{
		Type: "number", Minimum: &half, Default: &apiextensionsv1.JSON{Raw: []byte("1.5")},
		Enum: []apiextensionsv1.JSON{{Raw: []byte("1.5")}, {Raw: []byte("2")}},
	}
	properties["words"] = apiextensionsv1.JSONSchemaProps{
		Type: "array", MinItems: &none, Items: &apiextensionsv1.JSONSchemaPropsOrArray{Schema: &text},
		Default: &apiextensionsv1.JSON{Raw: []byte(`["a","<b>"]`)}, MaxItems: ptr(int64(9)),
		XValidations: apiextensionsv1.ValidationRules{{Rule: "self.size() < 9", Message: "too many words"}},
	}
	_, err = client.ApiextensionsV1().CustomResourceDefinitions().Create(w, definition, metav1.CreateOptions{})
	return err
}

func ptr[T any](value T) *T { return &value }

func sameInBothForms(w *world, kind schema.GroupVersionKind, resource string) (bool, int, error) {
	read := func(contentType string) (runtime.Object, error) {
		config := withContentType(w.config, contentType)
		version := kind.GroupVersion()
		config.GroupVersion, config.NegotiatedSerializer = &version, scheme.Codecs.WithoutConversion()
		if config.APIPath = "/apis"; version.Group == "" {
			config.APIPath = "/api"
		}
		client, err := rest.RESTClientFor(config)
		if err != nil {
			return nil, err
		}
		return client.Get().Resource(resource).Do(w).Get()
	}
	// Nodes and Leases change by themselves: what both forms say of one revision is what counts.
	for range 5 {
		binary, err := read(runtime.ContentTypeProtobuf)
		if err != nil {
			return false, 0, err
		}
		text, err := read(runtime.ContentTypeJSON)
		if err != nil {
			return false, 0, err
		}
		if apiequality.Semantic.DeepEqual(withoutRevision(binary), withoutRevision(text)) {
			return true, meta.LenList(text), nil
		}
	}
	return false, 0, nil
}

func withoutRevision(list runtime.Object) runtime.Object {
	if accessor, err := meta.ListAccessor(list); err == nil {
		accessor.SetResourceVersion("")
	}
	return list
}

// cborScenario is a dynamic client that is told, by environment, to prefer CBOR, which 1.36 does not serve unless asked to.
func cborScenario(w *world) (any, error) {
	client, err := dynamic.NewForConfig(w.config)
	if err != nil {
		return nil, err
	}
	resource := schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	configMaps := client.Resource(resource).Namespace(w.namespace)
	object := map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "cbor"}, "data": map[string]any{"a": "1"},
	}
	unstructuredObject := &unstructured.Unstructured{Object: object}
	// The refusal is what tells the client to go on with JSON.
	_, refused := configMaps.Create(w, unstructuredObject, metav1.CreateOptions{})
	created, err := configMaps.Create(w, unstructuredObject, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	_, notApplied := configMaps.Apply(w, "cbor", unstructuredObject, metav1.ApplyOptions{FieldManager: "cbor", Force: true})
	var sent []string
	for _, line := range w.requests.matching(func(line exchange) bool {
		return strings.HasSuffix(line.path, "/configmaps") || strings.HasSuffix(line.path, "/cbor")
	}) {
		sent = append(sent, fmt.Sprintf("%s %s %d", line.method, line.sent, line.status))
	}
	return map[string]any{"refused": errorText(refused), "created": created.GetName(), "notApplied": errorText(notApplied), "sent": sent}, nil
}

// warningsScenario collects the warnings that a cluster gives to doubtful requests.
func warningsScenario(w *world) (any, error) {
	root := w.clients.CoreV1().RESTClient()
	if _, err := w.clients.CoreV1().Endpoints(w.namespace).List(w, metav1.ListOptions{}); err != nil {
		return nil, err
	}
	deprecated := w.warnings.taken()
	body, err := json.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "doubtful"}, "unknown": true,
	})
	if err != nil {
		return nil, err
	}
	post := func(validation string) error {
		return root.Post().Namespace(w.namespace).Resource("configmaps").Param("fieldValidation", validation).
			SetHeader("Content-Type", runtime.ContentTypeJSON).Body(body).Do(context.Background()).Error()
	}
	strict := errorText(post("Strict"))
	if err := post("Warn"); err != nil {
		return nil, err
	}
	unknown := w.warnings.taken()
	namespaces := w.clients.CoreV1().Namespaces()
	label := []byte(`{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"restricted"}}}`)
	if _, err := namespaces.Patch(w, w.namespace, "application/merge-patch+json", label, metav1.PatchOptions{}); err != nil {
		return nil, err
	}
	w.warnings.taken()
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "doubtful"},
		Spec:       corev1.PodSpec{HostNetwork: true, Containers: []corev1.Container{{Name: "main", Image: "example/echo:1"}}},
	}
	if _, err := w.clients.CoreV1().Pods(w.namespace).Create(w, pod, metav1.CreateOptions{DryRun: []string{"All"}}); err != nil {
		return nil, err
	}
	security := w.warnings.taken()
	return map[string]any{"deprecated": deprecated, "strict": strict, "unknown": unknown, "security": len(security) == 1 && strings.HasPrefix(security[0], `would violate PodSecurity "restricted:latest": host namespaces (hostNetwork=true)`)}, nil
}
