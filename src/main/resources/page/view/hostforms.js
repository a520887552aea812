import { get, send } from "../api/client.js";
import { Component, h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { NO_REGION } from "../ui/states.js";

/** Registers a host. Props: onDone. */
export class RegisterForm extends Component {
  state = { regions: [] };

  async componentDidMount() {
    try {
      const response = await get("htc/regions");
      this.setState({ regions: response.map(({ region }) => region).filter((region) => region !== NO_REGION) });
    } catch {
      // The field stays a text: the service reports an unknown region.
    }
  }

  render({ onDone }, { regions }) {
    const isList = regions.length > 0;
    return h(Form, { label: "Register", run: register, onDone },
      h("div", { class: "form-grid" },
        h(Field, { label: "Name", name: "name", required: true, maxLength: 63 }),
        h(Field, { label: "Region", name: "region", required: true, as: isList ? "select" : "input" },
          isList && regions.map((region) => h("option", { key: region }, region))),
        h(Field, { label: "Endpoint", name: "endpoint", required: true, placeholder: "tcp://10.0.0.7:2376",
          hint: "tcp://HOST:PORT, unix:///PATH or kubernetes:///KUBECONFIG" }),
        h(Field, { label: "TLS directory", name: "tlsDirectory", hint: "on the service’s machine; empty without TLS" }),
        h(Field, { label: "Reserved vCPUs", name: "reserveVcpus", type: "number", min: 0, defaultValue: 0 }),
        h(Field, { label: "Reserved memory, MiB", name: "reserveMemoryMib", type: "number", min: 0, defaultValue: 1024 })));
  }
}

function register({ tlsDirectory, reserveVcpus, reserveMemoryMib, ...rest }) {
  return send("POST", "admin/hosts", {
    ...rest,
    tlsDirectory: tlsDirectory || undefined,
    reserveVcpus: Number(reserveVcpus),
    reserveMemoryMib: Number(reserveMemoryMib),
  });
}

/** @param {{name: string, onDone: () => void}} props */
export function QuarantineForm({ name, onDone }) {
  return h(Form, {
    label: "Quarantine",
    run: ({ reason }) => send("POST", `admin/hosts/${encodeURIComponent(name)}/quarantine`, { reason }),
    onDone,
  }, h(Field, { label: "Reason", name: "reason", required: true, maxLength: 1000, hint: "shown to all administrators" }));
}

/** @param {{host: any, onDone: () => void}} props */
export function ChangeForm({ host, onDone }) {
  const change = ({ endpoint, tlsDirectory, reserveVcpus, reserveMemoryMib, vcpuOvercommit }) =>
    send("PATCH", `admin/hosts/${encodeURIComponent(host.name)}`, {
      endpoint, tlsDirectory, reserveVcpus: Number(reserveVcpus), reserveMemoryMib: Number(reserveMemoryMib),
      vcpuOvercommit: Number(vcpuOvercommit) });
  const field = (label, name, more) => h(Field, { label, name, id: `changed-${name}`, defaultValue: host[name] ?? "", ...more });
  return h(Form, { label: "Save", run: change, onDone },
    h("div", { class: "form-grid" },
      field("Endpoint", "endpoint", { required: true, hint: "tcp://HOST:PORT or unix:///PATH" }),
      field("TLS directory", "tlsDirectory", { hint: "empty without TLS" }),
      field("Reserved vCPUs", "reserveVcpus", { type: "number", min: 0, required: true }),
      field("Reserved memory, MiB", "reserveMemoryMib", { type: "number", min: 0, required: true }),
      field("vCPUs per processor", "vcpuOvercommit", { type: "number", min: 0.1, max: 16, step: 0.1, required: true })));
}
