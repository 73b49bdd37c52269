// Loads the app's script, as any web app would, and shows what people picked. `?app=` names another origin of the app.

const wanted = new URLSearchParams(location.search).get("app");
const app = wanted ?? JSON.parse(document.body.dataset.setup).appOrigin;
const at = (id) => document.getElementById(id);

const script = document.createElement("script");
script.src = `${app}/mooring.js`;
script.addEventListener("load", () => say("ready"));
script.addEventListener("error", () => say("the script could not be loaded"));
document.head.append(script);

function say(text) {
  at("state").textContent = text;
}

function show(items) {
  say(items.length === 0 ? "cancelled" : `picked ${items.length}`);
  const line = (item) => {
    const entry = document.createElement("li");
    entry.textContent = `${item.name} (${item.kind})`;
    entry.dataset.item = JSON.stringify(item);
    return entry;
  };
  at("picked").replaceChildren(...items.map(line));
}

function options() {
  const extensions = at("extensions").value.split(",").filter((one) => one.length > 0);
  return {
    kinds: at("kinds").value,
    start: at("start").value,
    multiple: at("multiple").checked,
    ...(extensions.length > 0 && { extensions }),
  };
}

async function pick(more) {
  say("picking");
  try {
    show(await Mooring.pick({ ...options(), ...more }));
  } catch (error) {
    say(`failed: ${error.code}`);
  }
}

at("popup").addEventListener("click", () => pick({}));
at("frame").addEventListener("click", () => pick({ presentation: "frame", container: at("place") }));
document.querySelector("mooring-picker").addEventListener("picked", ({ detail }) => show(detail));
document.querySelector("mooring-picker").addEventListener("failed", ({ detail }) => say(`failed: ${detail.code}`));
