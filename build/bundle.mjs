// Puts ES modules into one file, so that a first visit fetches one script. It reads the plain forms of import and export
// that govuk-frontend and linli use, and refuses every other; each module keeps a scope of its own.

import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const importLine = /^import \{([^}]*)\} from ['"]([^'"]+)['"];?$/gm;
const exportList = /^export \{([^}]*)\};?$/gm;
const exportDeclaration = /^export (?=(?:async )?(?:function\*?|class|const|let) ([A-Za-z_$][\w$]*))/gm;

/** Bundles the module at entry; prefixes maps the first segment of a bare name to a folder. */
export function bundle(entry, prefixes) {
  const order = [];
  const numbers = new Map();

  const locate = (name, from) => {
    if (name.startsWith(".")) return resolve(dirname(from), name);
    const [first, ...rest] = name.split("/");
    if (!(first in prefixes)) throw new Error(`${from}: there is no module ${name}`);
    return join(prefixes[first], ...rest);
  };

  const visit = (path) => {
    if (numbers.has(path)) {
      if (numbers.get(path) === null) throw new Error(`${path} imports itself`);
      return numbers.get(path);
    }
    numbers.set(path, null);
    const exported = [];
    let body = withoutComments(readFileSync(path, "utf8")).replace(importLine, (_, names, from) =>
      `const {${renamed(names, ": ")}} = m${visit(locate(from, path))};`);
    body = body.replace(exportList, (_, names) => {
      exported.push(...names.split(",").map((n) => n.trim()).filter(Boolean).map((n) => n.split(" as ").reverse().join(": ")));
      return "";
    });
    body = body.replace(exportDeclaration, (_, name) => {
      exported.push(name);
      return "";
    });
    const left = body.match(/^(import|export)\b.*$/m);
    if (left) throw new Error(`${path}: cannot bundle "${left[0]}"`);
    const number = order.length;
    order.push(`const m${number} = (() => {\n${body.trim()}\nreturn {${exported.join(", ")}};\n})();\n`);
    numbers.set(path, number);
    return number;
  };

  visit(resolve(entry));
  return order.join("");
}

/** "a as b, c" becomes "a: b, c". */
function renamed(names, between) {
  return names.split(",").map((n) => n.trim().replace(" as ", between)).filter(Boolean).join(", ");
}

/** Drops comments that have lines to themselves, and blank lines. */
function withoutComments(source) {
  return source
    .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*$/gm, "")
    .replace(/^[ \t]*\/\/.*$/gm, "")
    .replace(/^\s*\n/gm, "");
}
