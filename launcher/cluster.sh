# shellcheck shell=bash
# Runs the jobs of the demo on a Kubernetes cluster.

readonly default_store_port=9000

# use_cluster --kubernetes KUBECONFIG: the service that the demo starts gets the cluster as its only host.
use_cluster() {
  local address store_port
  [[ $# -eq 2 && $1 == --kubernetes ]] || fail "Run ./openhtc demo, or ./openhtc demo --kubernetes KUBECONFIG"
  [[ -r $2 ]] || fail "There is no readable kubeconfig '$2'."
  ! running || fail "A service runs already. Stop it first, or set OPENHTC_HOME and OPENHTC_PORT."
  address=${OPENHTC_DEMO_ADDRESS:-$(own_address)}
  store_port=$(cat "$OPENHTC_HOME/s3-port" 2>/dev/null) || store_port=$default_store_port
  export OPENHTC_DEMO_HOST=cluster
  export OPENHTC_HOSTS_0_NAME=$OPENHTC_DEMO_HOST OPENHTC_HOSTS_0_RESERVEMEMORY=0B
  OPENHTC_HOSTS_0_ENDPOINT=kubernetes://$(readlink -f "$2")
  export OPENHTC_HOSTS_0_ENDPOINT
  export OPENHTC_HOSTS_0_KUBERNETES_NAMESPACE=${OPENHTC_DEMO_NAMESPACE:-openhtc-jobs}
  # Only the jobs of the demo run there, also if the cluster does not enforce network policies.
  export OPENHTC_EXECUTION_REQUIREISOLATION=false
  export OPENHTC_EXECUTION_APIURL=http://$address:$OPENHTC_PORT/api/v1
  export OPENHTC_EMBEDDED_S3PORT=$store_port OPENHTC_STORAGE_JOBENDPOINT=http://$address:$store_port
  step "Pods reach this machine at $address; another address: OPENHTC_DEMO_ADDRESS"
}

# The first address of this machine.
own_address() {
  local address
  read -r address _ < <(hostname -I) || fail "This machine has no address: set OPENHTC_DEMO_ADDRESS."
  echo "$address"
}
