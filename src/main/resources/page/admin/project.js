import { send } from "../api/client.js";
import { h } from "../ui/dom.js";
import { Field, Form } from "../ui/form.js";
import { Panel } from "../ui/parts.js";

/**
 * The name, the description and the regions of a project.
 * @param {{project: any, path: string, regions: string[], onDone: () => void}} props `regions` are open ones
 */
export function ProjectPanel({ project, path, regions, onDone }) {
  const more = regions.filter((region) => !project.regions.includes(region));
  return h(Panel, { title: "Project" },
    h(Form, { label: "Save", run: (values) => send("PATCH", path, values), onDone },
      h("div", { class: "form-grid" },
        h(Field, { label: "Name", name: "projectName", required: true, maxLength: 255, defaultValue: project.projectName }),
        h(Field, { label: "Description", name: "projectDescription", maxLength: 4000, defaultValue: project.projectDescription }))),
    h("p", {}, `Its jobs can run in ${project.regions.join(", ")}.`),
    more.length > 0 && h(Form, { label: "Add", run: ({ region }) => send("PATCH", path, { regions: [region] }), onDone },
      h(Field, { label: "Another region", name: "region", as: "select", hint: "A project keeps the regions that it has." },
        more.map((region) => h("option", { key: region }, region)))));
}
