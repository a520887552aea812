/**
 * A value in a JSON text: the names and indexes that lead to it, where its text begins and ends, and where its name
 * begins if it is a member.
 * @typedef {{path: (string | number)[], begin: number, end: number, name?: number, value: any}} Place
 */

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
const WORD = /true|false|null/y;

/** A text that is not JSON, with the place where it stops to be. */
class Problem extends Error {
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

/**
 * All values of a JSON text, parents before their children. Of a text that is not JSON, those up to the problem; the
 * values around it end with the text.
 * @param {string} text
 * @returns {{places: Place[], problem: {message: string, at: number} | null}}
 */
export function placesOf(text) {
  const reader = new Reader(text);
  try {
    reader.read([]);
    reader.skip();
    if (reader.at < text.length) {
      throw new Problem("There is more text after the end of the value.", reader.at);
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) {
      throw problem;
    }
    return { places: reader.places, problem: { message: problem.message, at: problem.at } };
  }
  return { places: reader.places, problem: null };
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    /** @type {Place[]} */
    this.places = [];
  }

  read(path, name) {
    this.skip();
    const place = { path, name, begin: this.at, end: this.text.length, value: undefined };
    this.places.push(place);
    place.value = this.valueAt(path);
    place.end = this.at;
    return place.value;
  }

  valueAt(path) {
    switch (this.text[this.at]) {
      case "{":
        return this.object(path);
      case "[":
        return this.array(path);
      case '"':
        return this.string();
      default:
        return JSON.parse(this.token(NUMBER) ?? this.token(WORD) ?? this.fail("A value is missing here."));
    }
  }

  object(path) {
    const value = {};
    this.elements("}", () => {
      const begin = this.at;
      const name = this.text[begin] === '"' ? this.string() : this.fail("The name of a member is missing here, in double quotes.");
      this.skip();
      if (this.text[this.at++] !== ":") {
        this.at--;
        this.fail(`A colon is missing after “${name}”.`);
      }
      value[name] = this.read([...path, name], begin);
    });
    return value;
  }

  array(path) {
    const value = [];
    this.elements("]", () => value.push(this.read([...path, value.length])));
    return value;
  }

  /** What is between two brackets, separated by commas. */
  elements(close, readOne) {
    this.at++;
    this.skip();
    if (this.text[this.at] === close) {
      this.at++;
      return;
    }
    for (;;) {
      readOne();
      this.skip();
      const next = this.text[this.at];
      if (next !== close && next !== ",") {
        this.fail(`A comma or ${close} is missing here.`);
      }
      this.at++;
      if (next === close) {
        return;
      }
      this.skip();
    }
  }

  string() {
    return JSON.parse(this.token(STRING) ?? this.fail("A quote is not closed in this line."));
  }

  /** The text that matches here, if any, after which the reader continues. */
  token(pattern) {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    this.at += found?.length ?? 0;
    return found;
  }

  skip() {
    while (/\s/.test(this.text[this.at] ?? "")) {
      this.at++;
    }
  }

  /** @returns {never} */
  fail(message) {
    throw new Problem(message, Math.min(this.at, this.text.length));
  }
}

/**
 * A path as the service writes it, such as [0].htcJobDefinition.maxMemory.
 * @param {(string | number)[]} path
 */
export function pathText(path) {
  return path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
}

/**
 * The number of the line of a place, from 1.
 * @param {string} text
 * @param {number} at
 */
export function lineOf(text, at) {
  let line = 1;
  for (let feed = text.indexOf("\n"); feed >= 0 && feed < at; feed = text.indexOf("\n", feed + 1)) {
    line++;
  }
  return line;
}

/**
 * The innermost object or list around a place, and the member there.
 * @param {Place[]} places
 * @param {number} at
 * @returns {{around: Place | undefined, member: Place | undefined}}
 */
export function aroundOf(places, at) {
  const containing = places.filter(({ name, begin, end }) => (name ?? begin) <= at && at <= end);
  const around = containing.findLast(({ value, begin, end }) => isContainer(value, begin, end, at));
  const member = containing.findLast(({ path }) => path.length === (around?.path.length ?? 0) + 1);
  return { around, member };
}

/** A value that is still being read has no value yet; then it is a list or an object. */
function isContainer(value, begin, end, at) {
  return (value === undefined || typeof value === "object" && value !== null) && begin < at && at < end + (value === undefined ? 1 : 0);
}
