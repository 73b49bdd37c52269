// Writes the first part of style.css: Fluent's tokens as custom properties, for the elements in use and for our views.
//
//   npx esbuild app/theme.mjs --bundle --platform=node --format=esm --outfile=target/theme.mjs
//   node target/theme.mjs
//
// `light-dark()` holds both looks in one table; `color-scheme` chooses, and follows the device by itself.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { teamsHighContrastTheme, webDarkTheme, webLightTheme } from "@fluentui/tokens";

const COLOR = /rgba?\([^)]*\)|#[0-9a-f]{3,8}\b|\btransparent\b/gi;
const END = "/* Tokens end. */";
const elements = "node_modules/@fluentui/web-components/dist/esm/";

const style = readFileSync("app/style.css", "utf8");
const layout = style.slice(style.indexOf(END) + END.length);
// The sheets that are brought in: they have to stand first.
const imports = style.slice(0, style.indexOf("/* Tokens"));

// What the elements and the style sheet refer to.
const sources = [...readFileSync("app/fluent.js", "utf8").matchAll(/web-components\/([a-z-]+)\/define/g)]
  .map((match) => elements + match[1])
  .concat([elements + "styles", elements + "patterns"])
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith(".styles.js"))
  .map((name) => readFileSync(name, "utf8"))
  .concat(layout);
const words = new Set(sources.flatMap((text) => text.match(/[a-zA-Z0-9]+/g)));
const tokens = Object.keys(webLightTheme).filter((token) => words.has(token));

function both(light, dark) {
  if (light === dark) {
    return light;
  }
  const darkColors = String(dark).match(COLOR) ?? [];
  let at = 0;
  const merged = String(light).replace(COLOR, (color) => `light-dark(${color}, ${darkColors[at++]})`);
  if (at === 0 || at !== darkColors.length) {
    throw new Error(`not a pair of colors: ${light} and ${dark}`);
  }
  return merged;
}

const lines = (pairs) => pairs.map(([token, value]) => `  --${token}: ${value};\n`).join("");
const common = tokens.map((token) => [token, both(webLightTheme[token], webDarkTheme[token])]);
const contrast = tokens
  .filter((token) => teamsHighContrastTheme[token] !== webDarkTheme[token])
  .map((token) => [token, teamsHighContrastTheme[token]]);

const theme = `/* Tokens: written by theme.mjs from @fluentui/tokens. */

:root {
  color-scheme: light dark;
${lines(common)}}

:root[data-theme="light"] {
  color-scheme: light;
}

:root[data-theme="dark"] {
  color-scheme: dark;
}

:root[data-theme="high-contrast"] {
  color-scheme: dark;
${lines(contrast)}}
`;
writeFileSync("app/style.css", `${imports}${theme}\n${END}${layout}`);
