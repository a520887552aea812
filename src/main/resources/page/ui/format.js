const NUMBER = new Intl.NumberFormat("en-GB");
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} value such as 1,204 */
export function count(value) {
  return NUMBER.format(value);
}

/**
 * @param {number} value
 * @param {string} one singular noun
 * @param {string} [many] plural noun
 */
export function counted(value, one, many = `${one}s`) {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** @param {number | undefined} millis such as "3 min 20 s" */
export function duration(millis) {
  if (millis === undefined || millis === null || Number.isNaN(millis)) {
    return "–";
  }
  if (millis < 10 * SECOND) {
    return `${(Math.max(0, millis) / SECOND).toFixed(millis < SECOND ? 2 : 1)} s`;
  }
  if (millis < MINUTE) {
    return `${Math.round(millis / SECOND)} s`;
  }
  if (millis < HOUR) {
    return parts(millis, MINUTE, "min", SECOND, "s");
  }
  return millis < DAY ? parts(millis, HOUR, "h", MINUTE, "min") : parts(millis, DAY, "d", HOUR, "h");
}

function parts(millis, large, largeName, small, smallName) {
  const whole = Math.floor(millis / large);
  const rest = Math.floor((millis % large) / small);
  return rest ? `${whole} ${largeName} ${rest} ${smallName}` : `${whole} ${largeName}`;
}

/** @param {string | undefined} instant ISO 8601; shown in the reader's time zone */
export function time(instant) {
  if (!instant) {
    return "–";
  }
  const at = new Date(instant);
  const isToday = at.toDateString() === new Date().toDateString();
  const clock = at.toLocaleTimeString("en-GB");
  return isToday ? clock : `${at.toLocaleDateString("en-CA")} ${clock}`;
}

/** @param {string | undefined} instant such as "5 min ago" */
export function ago(instant) {
  return instant ? `${duration(Math.max(0, Date.now() - Date.parse(instant)))} ago` : "–";
}

/** @param {number | undefined} mib such as "1.5 GiB" */
export function memory(mib) {
  if (mib === undefined || mib === null) {
    return "–";
  }
  return mib < 1024 ? `${mib} MiB` : `${trimmed(mib / 1024)} GiB`;
}

/** @param {number} bytes */
export function bytes(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${trimmed(value)} ${units[unit]}`;
}

function trimmed(value) {
  return Number(value.toFixed(value < 10 ? 1 : 0)).toString();
}

/** @param {number} part of @param {number} whole as a share */
export function percent(part, whole) {
  if (!whole) {
    return "0 %";
  }
  const share = (100 * part) / whole;
  return `${share > 0 && share < 10 ? share.toFixed(1) : Math.floor(share)} %`;
}

/** @param {string} id the beginning of a long id */
export function shortId(id) {
  const [batch, index] = id.split(":");
  return index === undefined ? batch.slice(0, 8) : `${batch.slice(0, 8)}:${index}`;
}
