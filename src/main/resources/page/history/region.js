import { get } from "../api/client.js";
import { h } from "../ui/dom.js";
import { count, counted, time } from "../ui/format.js";
import { Polled } from "../ui/polled.js";
import { someOf } from "./layers.js";
import { SeriesPanel } from "./panel.js";

const MOST_ROWS = 60;
/** The service stores a point each minute. */
const INTERVAL_MILLIS = 60_000;

/** The vCPUs of a region over time, for platform administrators. Props: region. */
export class RegionHistory extends Polled {
  constructor(props) {
    super(props);
    this.interval = INTERVAL_MILLIS;
  }

  async load(signal) {
    return { series: await get(`admin/regions/${encodeURIComponent(this.props.region)}/series`, {}, signal) };
  }

  /** Without points, or if they cannot be read, the overview is complete without the plot. */
  render({ region }, { series }) {
    if (!series?.at.length) {
      return null;
    }
    const used = series.vcpus.map((all, index) => all - series.freeVcpus[index]);
    return h(SeriesPanel, {
      title: `vCPUs of ${region}`,
      series,
      layers: [
        { name: "in use", color: "--running", values: used },
        { name: "free", color: "--queued", values: series.freeVcpus },
      ],
      text: `${pointText(series, 0)} ${pointText(series, series.at.length - 1)}`,
      table: {
        caption: `vCPUs, hosts and jobs of ${region} by time`,
        heads: ["Time", "vCPUs in use", "vCPUs", "Ready hosts", "Hosts", "Jobs"],
        numeric: [1, 2, 3, 4, 5],
        rows: someOf(series, MOST_ROWS).map((index) => ({ key: series.at[index], cells: [time(series.at[index]),
          ...[used, series.vcpus, series.readyHosts, series.hosts, series.jobs].map((values) => count(values[index]))] })),
      },
    });
  }
}

function pointText({ at, vcpus, freeVcpus, readyHosts, hosts, jobs }, index) {
  return `At ${time(at[index])}: ${counted(jobs[index], "job")} on ${readyHosts[index]} of ` +
    `${counted(hosts[index], "host")}, ${count(vcpus[index] - freeVcpus[index])} of ${counted(vcpus[index], "vCPU")} in use.`;
}
