import { counted } from "../ui/format.js";
import { quoted } from "../ui/shell.js";
import { recordsOf } from "./csv.js";

/** The variable that contains the rows of a batch. */
export const TABLE = "TABLE_LINES";

/** Linux accepts a variable of 128 KiB; a batch gets no more bytes of rows than this. */
const MOST_BYTES = 100_000;

/**
 * @param {string} text a table as {@link recordsOf} reads it: the first line names variables, each further record is
 *   a job
 * @returns {{names: string[], rows: string[][]}} rows with one cell for each name
 */
export function tableOf(text) {
  const [head, ...records] = recordsOf(text);
  const names = head?.cells ?? [""];
  const wrong = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (wrong !== undefined) {
    throw new Error(`The first line has the name “${wrong}”. A name consists of letters, digits and underscores.`);
  }
  const twice = names.find((name, column) => names.indexOf(name) < column);
  if (twice !== undefined) {
    throw new Error(`The first line has the name “${twice}” twice.`);
  }
  if (records.length === 0) {
    throw new Error("The table has no line after the names.");
  }
  const long = records.find(({ cells }) => cells.length > names.length);
  if (long) {
    throw new Error(`Line ${long.line} has ${long.cells.length} cells, but the first line has ${counted(names.length, "name")}. ` +
      "A cell with a comma is written in double quotes.");
  }
  return { names, rows: records.map(({ cells }) => names.map((_, column) => cells[column] ?? "")) };
}

/**
 * The rows as lines of words for a shell, in parts for one batch each.
 * @param {string[][]} rows
 * @param {number} most rows of a batch
 */
export function partsOf(rows, most) {
  /** @type {string[][]} */
  const parts = [];
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const row of rows) {
    const line = row.map(wordOf).join(" ");
    const more = encoder.encode(line).length + 1;
    if (parts.length === 0 || parts.at(-1).length === most || bytes + more > MOST_BYTES) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1).push(line);
    bytes += more;
  }
  return parts;
}

/** A word on one line: a line break in the cell is the shell variable `nl`. */
function wordOf(cell) {
  return cell.split("\n").map(quoted).join('"$nl"');
}

/**
 * The command, after the job has set the variables from its line of the table.
 * @param {string[]} names
 * @param {string} command
 */
export function withLine(names, command) {
  return [
    "nl='\n'",
    `line=$(printf '%s\\n' "$${TABLE}" | sed -n "$((AWS_BATCH_JOB_ARRAY_INDEX + 1))p")`,
    'eval "set -- $line"; unset nl line',
    `export ${names.map((name, column) => `${name}="\${${column + 1}}"`).join(" ")}; set --`,
    command,
  ].join("\n");
}
