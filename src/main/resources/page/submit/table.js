/** The variable that contains the lines of a batch. */
export const TABLE = "TABLE_LINES";

/** Linux accepts a variable of 128 KiB; a batch gets no more bytes of lines than this. */
const MOST_BYTES = 100_000;

/**
 * @param {string} text comma-separated: the first line names variables, each further line is a job
 * @returns {{names: string[], rows: string[]}} rows with one cell for each name
 */
export function tableOf(text) {
  const [names, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(",").map((cell) => cell.trim()));
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (wrong !== undefined) {
    throw new Error(`The first line has the name “${wrong}”. A name consists of letters, digits and underscores.`);
  }
  if (rows.length === 0) {
    throw new Error("The table has no line after the names.");
  }
  const long = rows.findIndex((row) => row.length > names.length);
  if (long >= 0) {
    throw new Error(`Line ${long + 2} has ${rows[long].length} cells, but there are only ${names.length} names.`);
  }
  return { names, rows: rows.map((row) => names.map((_, column) => row[column] ?? "").join(",")) };
}

/**
 * The rows in parts for one batch each.
 * @param {string[]} rows
 * @param {number} most rows of a batch
 */
export function partsOf(rows, most) {
  /** @type {string[][]} */
  const parts = [];
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const row of rows) {
    const more = encoder.encode(row).length + 1;
    if (parts.length === 0 || parts.at(-1).length === most || bytes + more > MOST_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1).push(row);
    bytes += more;
  }
  return parts;
}

/**
 * The command, after the job has read the variables from its line of the table.
 * @param {string[]} names
 * @param {string} command
 */
export function withLine(names, command) {
  return [
    `IFS=, read -r ${names.join(" ")} <<LINE`,
    `$(printf '%s\\n' "$${TABLE}" | sed -n "$((AWS_BATCH_JOB_ARRAY_INDEX + 1))p")`,
    "LINE",
    `export ${names.join(" ")}`,
    command,
  ].join("\n");
}
