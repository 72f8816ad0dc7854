package webhook

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// ValidateCABundle says of a bundle what the server's TLS client would, without that client.
func ValidateCABundle(path *field.Path, bundle []byte) field.ErrorList {
	if len(bundle) == 0 || x509.NewCertPool().AppendCertsFromPEM(bundle) {
		return nil
	}
	return field.ErrorList{field.Invalid(path, bundle, "unable to load root certificates: "+reasonOf(bundle))}
}

func reasonOf(bundle []byte) string {
	for len(bundle) > 0 {
		block, rest := pem.Decode(bundle)
		if block == nil {
			return "unable to parse bytes as PEM block"
		}
		bundle = rest
		if block.Type != "CERTIFICATE" || len(block.Headers) > 0 {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return fmt.Sprintf("failed to parse certificate: %v", err)
		}
	}
	return "no valid certificate authority data seen"
}
