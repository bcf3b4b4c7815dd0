package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

const replicasMax = 5

// websiteWebhook gives a class to Websites that have none, and refuses some.
type websiteWebhook struct{}

func (websiteWebhook) Default(_ context.Context, site *Website) error {
	if site.Spec.Class == "" {
		site.Spec.Class = "static"
	}
	return nil
}

func (websiteWebhook) ValidateCreate(_ context.Context, site *Website) (admission.Warnings, error) {
	var warnings admission.Warnings
	if site.Spec.Message == "" {
		warnings = append(warnings, "a website without a message says nothing")
	}
	if site.Spec.Replicas > replicasMax {
		path := field.NewPath("spec", "replicas")
		return warnings, apierrors.NewInvalid(
			websiteVersion.WithKind("Website").GroupKind(), site.Name,
			field.ErrorList{field.Invalid(path, site.Spec.Replicas, "too many")},
		)
	}
	return warnings, nil
}

func (w websiteWebhook) ValidateUpdate(ctx context.Context, old, site *Website) (admission.Warnings, error) {
	if old.Spec.Class != site.Spec.Class {
		return nil, fmt.Errorf("the class %q stays", old.Spec.Class)
	}
	return w.ValidateCreate(ctx, site)
}

func (websiteWebhook) ValidateDelete(_ context.Context, site *Website) (admission.Warnings, error) {
	if site.Spec.Message == "keep me" {
		return nil, fmt.Errorf("%s is to be kept", site.Name)
	}
	return nil, nil
}

// registerWebhooks tells the API server where the manager's webhook server listens, and by whom its certificate is signed.
func registerWebhooks(ctx context.Context, c client.Client, port int, caBundle []byte) error {
	fails, none := admissionregistrationv1.Fail, admissionregistrationv1.SideEffectClassNone
	at := func(path string) admissionregistrationv1.WebhookClientConfig {
		url := fmt.Sprintf("https://127.0.0.1:%d/%s-web-example-com-v1-website", port, path)
		return admissionregistrationv1.WebhookClientConfig{URL: &url, CABundle: caBundle}
	}
	rules := func(operations ...admissionregistrationv1.OperationType) []admissionregistrationv1.RuleWithOperations {
		return []admissionregistrationv1.RuleWithOperations{{
			Operations: operations,
			Rule: admissionregistrationv1.Rule{
				APIGroups: []string{websiteVersion.Group}, APIVersions: []string{websiteVersion.Version}, Resources: []string{"websites"},
			},
		}}
	}
	mutating := &admissionregistrationv1.MutatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "websites"},
		Webhooks: []admissionregistrationv1.MutatingWebhook{{
			Name: "default.web.example.com", ClientConfig: at("mutate"), FailurePolicy: &fails, SideEffects: &none,
			AdmissionReviewVersions: []string{"v1"},
			Rules:                   rules(admissionregistrationv1.Create, admissionregistrationv1.Update),
		}},
	}
	validating := &admissionregistrationv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "websites"},
		Webhooks: []admissionregistrationv1.ValidatingWebhook{{
			Name: "validate.web.example.com", ClientConfig: at("validate"), FailurePolicy: &fails, SideEffects: &none,
			AdmissionReviewVersions: []string{"v1"},
			Rules:                   rules(admissionregistrationv1.OperationAll),
		}},
	}
	if err := c.Create(ctx, mutating); err != nil {
		return err
	}
	return c.Create(ctx, validating)
}

// writeServingCertificate puts tls.crt and tls.key for 127.0.0.1 into a directory, and returns what clients trust.
func writeServingCertificate(dir string) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "websites"},
		NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	bundle := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})
	if err := os.WriteFile(filepath.Join(dir, "tls.crt"), bundle, 0o600); err != nil {
		return nil, err
	}
	secret := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	return bundle, os.WriteFile(filepath.Join(dir, "tls.key"), secret, 0o600)
}
