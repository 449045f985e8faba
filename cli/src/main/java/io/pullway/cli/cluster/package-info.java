/** What a Kubernetes cluster declares and says of it. The only code here that knows Kubernetes' client. */
package io.pullway.cli.cluster;
