// Package definitions names the types that definitions of custom resources are made from: the Prometheus operator ships
// them with its chart only.
package definitions

import _ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
